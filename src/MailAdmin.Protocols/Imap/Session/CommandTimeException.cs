namespace MailAdmin.Protocols.Imap.Session;

/// <summary>A command has used up the time that the limits give it.</summary>
internal sealed class CommandTimeException() : Exception("The command took too long.");

namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>Numbers from one to another, both included. In a set as it was read, 0 stands for "*".</summary>
internal readonly record struct SequenceRange(uint First, uint Last);

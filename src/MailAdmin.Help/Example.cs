namespace MailAdmin.Help;

/// <summary>An example: what it is for, and the commands.</summary>
internal sealed record Example(string Title, string Code);

namespace MailAdmin.Requests;

/// <summary>Folders of accounts whose address matches, and whose name matches a second pattern (null: all).</summary>
public sealed record GetMailboxes(string? AccountPattern, string? NamePattern) : IStreamRequest<MailMailbox>;

namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>One item of FETCH.</summary>
/// <param name="Kind">What it requests.</param>
/// <param name="Section">Which bytes, for a section.</param>
internal sealed record FetchItem(FetchKind Kind, FetchSection? Section = null);

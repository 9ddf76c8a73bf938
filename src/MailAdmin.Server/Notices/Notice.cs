using MailAdmin.Contracts;

namespace MailAdmin.Server.Notices;

/// <summary>A message of the server itself to somebody.</summary>
/// <param name="To">Who receives it.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Text">The text, with line feeds.</param>
internal sealed record Notice(EmailAddress To, string Subject, string Text)
{
    /// <summary>The account of the recipient, whose INBOX gets it at once; null sends it like any other mail.</summary>
    public AccountId? Account { get; init; }

    /// <summary>A page to go with it; null for none.</summary>
    public NoticePage? Page { get; init; }
}

/// <summary>An HTML page that goes with a notice.</summary>
/// <param name="FileName">The name for saving it.</param>
/// <param name="Html">The page.</param>
internal sealed record NoticePage(string FileName, string Html);

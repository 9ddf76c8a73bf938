namespace MailAdmin.Requests;

/// <summary>
/// The name or address of the directory that a text which is none was probably meant to be; null: nothing is close.
/// </summary>
/// <param name="Text">The domain or address that does not exist.</param>
/// <param name="Missing">What does not exist: DomainNotFound, AccountNotFound, AliasNotFound or GroupNotFound.</param>
public sealed record FindSimilarName(string Text, MailError Missing) : IQuery<string?>;

/// <summary>Those of some addresses that are in domains of the store, but receive no mail as nobody has them.</summary>
public sealed record FindMissingRecipients(IReadOnlyList<EmailAddress> Addresses)
    : IQuery<IReadOnlyList<EmailAddress>>;

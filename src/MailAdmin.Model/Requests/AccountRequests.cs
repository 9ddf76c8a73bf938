namespace MailAdmin.Requests;

/// <summary>Accounts that match, by address. A null value matches all.</summary>
public sealed record GetAccounts : IStreamRequest<MailAccount>
{
    /// <summary>A pattern with '*' and '?', compared with the canonical form.</summary>
    public string? Address { get; init; }

    /// <summary>Of this domain.</summary>
    public DomainName? Domain { get; init; }

    /// <summary>Enabled (true) or disabled (false).</summary>
    public bool? Enabled { get; init; }

    /// <summary>Only those that are full.</summary>
    public bool OverQuota { get; init; }

    /// <summary>Only those that have not logged on since; of those that never have, the ones created before.</summary>
    public DateTimeOffset? InactiveSince { get; init; }

    /// <summary>The maximum number of accounts.</summary>
    public int? First { get; init; }
}

/// <summary>One account. AccountNotFound.</summary>
public sealed record GetAccount(EmailAddress Address) : IQuery<MailAccount>;

/// <summary>Adds an account; <paramref name="IfExists"/> says what to do when there is one.</summary>
public sealed record CreateAccount(
    EmailAddress Address, AccountProperties Properties, IfExists IfExists = IfExists.Error)
    : DirectoryChange<AccountOutcome>;

/// <summary>What created or left an account.</summary>
/// <param name="Account">The account as it is now.</param>
/// <param name="Created">False when it existed.</param>
public sealed record AccountOutcome(MailAccount Account, bool Created);

/// <summary>Changes an account. AccountNotFound.</summary>
public sealed record SetAccount(EmailAddress Address, AccountProperties Properties) : DirectoryChange<MailAccount>;

/// <summary>Gives an account another address. AccountNotFound, AccountExists, DomainNotFound.</summary>
public sealed record RenameAccount(EmailAddress Address, EmailAddress NewAddress) : DirectoryChange<MailAccount>;

/// <summary>Removes an account and its mail, and closes its sessions. AccountNotFound.</summary>
public sealed record RemoveAccount(EmailAddress Address) : DirectoryChange<NoResult>;

/// <summary>
/// Salt and iterations of an account's password, so that a plain password need not travel; null: it has none.
/// AccountNotFound.
/// </summary>
public sealed record GetPasswordParameters(EmailAddress Address) : IQuery<PasswordParameters?>;

/// <summary>What a client needs to derive the verifier of a password itself.</summary>
public sealed record PasswordParameters(byte[] Salt, int Iterations);

/// <summary>Whether a derived StoredKey is the account's. AccountNotFound.</summary>
public sealed record CheckPassword(EmailAddress Address, byte[] StoredKey) : IQuery<MailPasswordTest>;

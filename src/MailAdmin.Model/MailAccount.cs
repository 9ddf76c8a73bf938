namespace MailAdmin;

/// <summary>An account: an address with mailboxes and a password.</summary>
public sealed record MailAccount
{
    /// <summary>Its address, which is also the user name.</summary>
    public required EmailAddress Address { get; init; }

    /// <summary>The domain of its address.</summary>
    public string Domain => Address.Domain.Ascii;

    /// <summary>The name of the person or thing.</summary>
    public string? DisplayName { get; init; }

    /// <summary>A note for administrators.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it receives mail and may log on; its domain must be enabled too.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The protocols it may use: Smtp (to send), Pop3, Imap.</summary>
    public IReadOnlyList<MailProtocol> Protocol { get; init; } = [MailProtocol.Smtp, MailProtocol.Pop3, MailProtocol.Imap];

    /// <summary>The quota in force: its own, or the domain's, or the store's.</summary>
    public MailSize Quota { get; init; } = MailSize.Unlimited;

    /// <summary>The percentages at which it counts as in warning: its own, or the store's.</summary>
    public IReadOnlyList<int> QuotaWarning { get; init; } = [];

    /// <summary>The octets of all its messages.</summary>
    public MailSize UsedSize { get; init; }

    /// <summary>The part of the quota that is used, in percent with one decimal; null without a quota.</summary>
    public double? UsedPercent { get; init; }

    /// <summary>How it stands against its quota.</summary>
    public QuotaStatus QuotaStatus { get; init; }

    /// <summary>How many messages it has.</summary>
    public long MessageCount { get; init; }

    /// <summary>Addresses that receive what it receives.</summary>
    public IReadOnlyList<EmailAddress> ForwardTo { get; init; } = [];

    /// <summary>Whether it keeps what it forwards.</summary>
    public bool KeepCopy { get; init; } = true;

    /// <summary>Whether it only sends: mail to it is refused.</summary>
    public bool SendOnly { get; init; }

    /// <summary>Whether it only receives: it may not submit.</summary>
    public bool ReceiveOnly { get; init; }

    /// <summary>The most recipients it may send to in a day; null: no limit.</summary>
    public int? MaxSendPerDay { get; init; }

    /// <summary>Days after which POP3 clients are asked to remove mail they leave on the server; null: never. RFC 2449 §6.7</summary>
    public int? Pop3LeaveOnServerDays { get; init; }

    /// <summary>When it last logged on; null: never.</summary>
    public DateTimeOffset? LastLogon { get; init; }

    /// <summary>By which protocol it last logged on.</summary>
    public MailProtocol? LastLogonProtocol { get; init; }

    /// <summary>From which IP address it last logged on.</summary>
    public string? LastLogonAddress { get; init; }

    /// <summary>When its password was set; null: it has none.</summary>
    public DateTimeOffset? PasswordLastSet { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>The password that was generated, in the one object that New-MailAccount writes; null everywhere else.</summary>
    public string? GeneratedPassword { get; init; }
}

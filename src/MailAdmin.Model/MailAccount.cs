namespace MailAdmin;

/// <summary>An account: an address with mailboxes and a password.</summary>
public sealed record MailAccount
{
    // One list for all: every account that is listed begins with it.
    private static readonly SemicolonList<MailProtocol> AllProtocols =
        SemicolonList.Of<MailProtocol>([MailProtocol.Smtp, MailProtocol.Pop3, MailProtocol.Imap]);

    /// <summary>The address, which is also the user name.</summary>
    public required string Address { get; init; }

    /// <summary>The domain of the address, as A-labels.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The display name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>A note for administrators.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the account receives mail and may log on; its domain must be enabled too.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The protocols that the account may use: Smtp (to send), Pop3 and Imap.</summary>
    public IReadOnlyList<MailProtocol> Protocol
    {
        get;
        init => field = SemicolonList.Of(value);
    } = AllProtocols;

    /// <summary>The quota in force: that of the account, of the domain or of the store.</summary>
    public MailSize Quota { get; init; } = MailSize.Unlimited;

    /// <summary>
    /// The percentages of the quota at which a warning is given: those of the account or of the store.
    /// </summary>
    public IReadOnlyList<int> QuotaWarning
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<int>();

    /// <summary>
    /// Which of these values are not the account's own. New- and Set-MailAccount read it from a row of a file, so that
    /// a value that nobody changed there stays inherited.
    /// </summary>
    public InheritedValues Inherited { get; init; }

    /// <summary>The size of all messages.</summary>
    public MailSize UsedSize { get; init; }

    /// <summary>The used part of the quota, in percent with one decimal; null without a quota.</summary>
    public double? UsedPercent { get; init; }

    /// <summary>The use of the quota.</summary>
    public QuotaStatus QuotaStatus { get; init; }

    /// <summary>The number of messages.</summary>
    public long MessageCount { get; init; }

    /// <summary>The addresses to which its mail is forwarded.</summary>
    public IReadOnlyList<string> ForwardTo
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<string>();

    /// <summary>Whether the account keeps a copy of forwarded mail.</summary>
    public bool KeepCopy { get; init; } = true;

    /// <summary>Whether the account only sends: mail to it is refused.</summary>
    public bool SendOnly { get; init; }

    /// <summary>Whether the account only receives: it may not submit mail.</summary>
    public bool ReceiveOnly { get; init; }

    /// <summary>The maximum number of recipients a day; null for no limit.</summary>
    public int? MaxSendPerDay { get; init; }

    /// <summary>
    /// The days after which POP3 clients are asked to remove mail that they leave on the server; null for never. RFC
    /// 2449 §6.7
    /// </summary>
    public int? Pop3LeaveOnServerDays { get; init; }

    /// <summary>The time of the last logon; null if there was none.</summary>
    public DateTime? LastLogon { get; init; }

    /// <summary>The protocol of the last logon.</summary>
    public MailProtocol? LastLogonProtocol { get; init; }

    /// <summary>The IP address of the last logon.</summary>
    public string? LastLogonAddress { get; init; }

    /// <summary>When the password was set; null when the account has none.</summary>
    public DateTime? PasswordLastSet { get; init; }

    /// <summary>When the account was created.</summary>
    public DateTime Created { get; init; }

    /// <summary>The generated password, only in the object that New-MailAccount writes; null everywhere else.</summary>
    public string? GeneratedPassword { get; init; }
}

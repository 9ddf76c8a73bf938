namespace MailAdmin;

/// <summary>A further password of an account, for one device or program.</summary>
public sealed record MailAppPassword
{
    /// <summary>The address of the account.</summary>
    public required string Address { get; init; }

    /// <summary>What it is for; unique within the account, without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>The protocols for which it counts: Smtp (to send), Pop3, Imap.</summary>
    public IReadOnlyList<MailProtocol> Protocol
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<MailProtocol>();

    /// <summary>When it was made.</summary>
    public DateTime Created { get; init; }

    /// <summary>From when on it does not log on any more; null: never.</summary>
    public DateTime? Expires { get; init; }

    /// <summary>The password itself, in the one object that New-MailAppPassword writes; null everywhere else.</summary>
    public string? AppPassword { get; init; }
}

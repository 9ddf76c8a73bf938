namespace MailAdmin.Diagnostics.Local;

/// <summary>What the local store has at an address of one of its domains.</summary>
public sealed record LocalAddress
{
    /// <summary>The address in its own domain, which is what cmdlets take: not in an alias domain.</summary>
    public required EmailAddress Address { get; init; }

    /// <summary>The domain.</summary>
    public required MailDomain Domain { get; init; }

    /// <summary>What it is.</summary>
    public LocalAddressKind Kind { get; init; }

    /// <summary>Whether the alias or group accepts mail.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The account; null when it is not one.</summary>
    public MailAccount? Account { get; init; }

    /// <summary>Whether the account has an app password, with which it can log on beside its own.</summary>
    public bool HasAppPassword { get; init; }

    /// <summary>Who may send to the group.</summary>
    public PostPermission PostPermission { get; init; }

    /// <summary>Where its mail goes on in this store: targets, members, the catch-all. The first 50.</summary>
    public IReadOnlyList<LocalAddress> Targets { get; init; } = [];
}

namespace MailAdmin;

/// <summary>The registration of a domain, as its registry tells it.</summary>
public sealed record MailDomainRegistration
{
    /// <summary>The domain that is registered: the one asked for, or the one above it.</summary>
    public required DomainName Domain { get; init; }

    /// <summary>Where it is registered; null: not said.</summary>
    public string? Registrar { get; init; }

    /// <summary>Since when; null: not said.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Until when; null: not said.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The whole days that are left; negative: it has run out; null: not said.</summary>
    public int? DaysLeft { get; init; }

    /// <summary>Its states, as the registry writes them.</summary>
    public IReadOnlyList<string> Status { get; init; } = [];

    /// <summary>
    /// What that means for mail: Ok, DomainExpiresSoon (within 30 days), DomainExpired or DomainOnHold.
    /// </summary>
    public required string Code { get; init; }

    /// <summary>Who said so.</summary>
    public required string Server { get; init; }
}

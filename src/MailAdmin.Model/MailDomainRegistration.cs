namespace MailAdmin;

/// <summary>The registration of a domain, as its registry reports it.</summary>
public sealed record MailDomainRegistration
{
    /// <summary>The registered domain: the one asked for, or the one above it.</summary>
    public required string Domain { get; init; }

    /// <summary>The registrar; null when the registry does not say.</summary>
    public string? Registrar { get; init; }

    /// <summary>When it was registered; null when the registry does not say.</summary>
    public DateTime? Created { get; init; }

    /// <summary>When it expires; null when the registry does not say.</summary>
    public DateTime? Expires { get; init; }

    /// <summary>The whole days until it expires, negative afterwards; null when the registry does not say.</summary>
    public int? DaysLeft { get; init; }

    /// <summary>The states, as the registry writes them.</summary>
    public IReadOnlyList<string> Status
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<string>();

    /// <summary>
    /// What the registration means for mail: Ok, DomainExpiresSoon (within 30 days), DomainExpired or DomainOnHold.
    /// </summary>
    public required string Code { get; init; }

    /// <summary>The address of the RDAP server that answered.</summary>
    public required string Server { get; init; }
}

namespace MailAdmin;

/// <summary>A warning that an account is nearly full.</summary>
public sealed record MailQuotaWarning
{
    /// <summary>The address of the account.</summary>
    public required string Address { get; init; }

    /// <summary>The percentage that is reached, of those at which a warning is given.</summary>
    public required int Percentage { get; init; }

    /// <summary>The used part of the quota, in percent with one decimal.</summary>
    public required double UsedPercent { get; init; }

    /// <summary>The size that is used.</summary>
    public MailSize UsedSize { get; init; }

    /// <summary>The limit in force.</summary>
    public MailSize Quota { get; init; }
}

namespace MailAdmin;

/// <summary>The quota of an account or a domain, and its use.</summary>
public sealed record MailQuota
{
    /// <summary>The address of the account, or the name of the domain.</summary>
    public required string Address { get; init; }

    /// <summary>The limit in force.</summary>
    public MailSize Quota { get; init; } = MailSize.Unlimited;

    /// <summary>The percentages at which a warning is given.</summary>
    public IReadOnlyList<int> QuotaWarning
    {
        get;
        init => field = SemicolonList.Of(value);
    } = SemicolonList.Empty<int>();

    /// <summary>
    /// Which of these values are not its own. Set-MailQuota reads it from a row of a file, so that a value that nobody
    /// changed there stays inherited.
    /// </summary>
    public InheritedValues Inherited { get; init; }

    /// <summary>The size that is used.</summary>
    public MailSize UsedSize { get; init; }

    /// <summary>The used part, in percent with one decimal; null without a limit.</summary>
    public double? UsedPercent { get; init; }

    /// <summary>The use of the quota.</summary>
    public QuotaStatus QuotaStatus { get; init; }

    /// <summary>
    /// The growth a day over the last 30 days; null when no forecast was asked for, nothing grows, or fewer than two
    /// days are known.
    /// </summary>
    public MailSize? GrowthPerDay { get; init; }

    /// <summary>
    /// The day on which the limit is reached at that growth, at its beginning; null without a limit or a growth.
    /// </summary>
    public DateTime? FullOn { get; init; }
}

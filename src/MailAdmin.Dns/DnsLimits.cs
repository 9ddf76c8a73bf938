namespace MailAdmin.Dns;

/// <summary>Limits of time and memory of a resolver.</summary>
public sealed record DnsLimits
{
    /// <summary>How long one server may take for one question; the stub resolvers of most systems wait 5 s.</summary>
    public TimeSpan ServerTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How often a server is asked again when it does not answer.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>How long one question may take in all.</summary>
    public TimeSpan QuestionTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The maximum number of hosts of a domain; large providers have five to ten.</summary>
    public int MaxHosts { get; init; } = 20;

    /// <summary>The maximum number of addresses of a host.</summary>
    public int MaxAddressesPerHost { get; init; } = 8;

    /// <summary>The maximum number of CNAME records to follow; the common resolvers stop between 8 and 17.</summary>
    public int MaxAliases { get; init; } = 8;

    /// <summary>The maximum number of cached answers.</summary>
    public int MaxCachedAnswers { get; init; } = 10_000;

    /// <summary>The longest time that an answer is cached.</summary>
    public TimeSpan MaxPositiveLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The longest time that missing records are cached. RFC 2308 §5 suggests one to three hours.</summary>
    public TimeSpan MaxNegativeLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Limits of a question with two attempts that end before the time is over.</summary>
    public static DnsLimits Within(TimeSpan timeout) =>
        new() { ServerTimeout = timeout * 0.4, QuestionTimeout = timeout };
}

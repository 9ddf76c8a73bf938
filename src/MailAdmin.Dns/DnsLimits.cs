namespace MailAdmin.Dns;

/// <summary>What a resolver may take of time and memory.</summary>
public sealed record DnsLimits
{
    /// <summary>How long one server may take for one question; the stub resolvers of most systems wait 5 s.</summary>
    public TimeSpan ServerTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How often a server is asked again when it does not answer.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>How long one question may take in all.</summary>
    public TimeSpan QuestionTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The most hosts of a domain; large providers have five to ten.</summary>
    public int Hosts { get; init; } = 20;

    /// <summary>The most addresses of a host.</summary>
    public int AddressesPerHost { get; init; } = 8;

    /// <summary>The most CNAME records that are followed; the common resolvers stop between 8 and 17.</summary>
    public int Aliases { get; init; } = 8;

    /// <summary>The most answers that are kept.</summary>
    public int CachedAnswers { get; init; } = 10_000;

    /// <summary>The longest time that an answer is kept.</summary>
    public TimeSpan LongestPositive { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The longest time that the absence of records is kept. RFC 2308 §5 suggests one to three hours.</summary>
    public TimeSpan LongestNegative { get; init; } = TimeSpan.FromHours(1);
}

using DnsClient.Protocol;

namespace MailAdmin.Dns;

/// <summary>The answer to a question.</summary>
/// <param name="Outcome">How the question ended.</param>
/// <param name="Records">The records of the type that was asked for, at the end of the chain of aliases.</param>
/// <param name="Lifetime">How long it may be cached; zero for not at all.</param>
/// <param name="Problem">Why it failed; null when it did not.</param>
internal sealed record DnsAnswer(
    DnsOutcome Outcome, IReadOnlyList<DnsResourceRecord> Records, TimeSpan Lifetime, string? Problem = null)
{
    /// <summary>An answer that says that there are no records.</summary>
    public static DnsAnswer None(DnsOutcome outcome, TimeSpan lifetime) => new(outcome, [], lifetime);

    /// <summary>A failure.</summary>
    public static DnsAnswer FailedBecause(DnsOutcome outcome, string problem) =>
        new(outcome, [], TimeSpan.Zero, problem);
}

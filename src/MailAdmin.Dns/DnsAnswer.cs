using DnsClient.Protocol;

namespace MailAdmin.Dns;

/// <summary>How a question was answered.</summary>
internal enum DnsAnswerKind
{
    /// <summary>There are records.</summary>
    Found,

    /// <summary>The name exists, without records of this type.</summary>
    NoData,

    /// <summary>The name does not exist. RFC 1035 §4.1.1</summary>
    NoName,

    /// <summary>Nobody could say.</summary>
    Failed,
}

/// <summary>The answer to a question.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Records">The records of the type that was asked for, at the end of the chain of aliases.</param>
/// <param name="Lifetime">How long it may be kept; zero: not at all.</param>
/// <param name="Problem">Why it failed; null: it did not.</param>
internal sealed record DnsAnswer(DnsAnswerKind Kind, IReadOnlyList<DnsResourceRecord> Records, TimeSpan Lifetime, string? Problem = null)
{
    /// <summary>Whether it is certain that there are no such records.</summary>
    public bool IsNone => Kind is DnsAnswerKind.NoData or DnsAnswerKind.NoName;

    /// <summary>Of a failed answer: whether a name server said something, if only that it cannot say.</summary>
    public bool WasAnswered { get; init; }

    public static DnsAnswer FailedBecause(string problem, bool wasAnswered = false) =>
        new(DnsAnswerKind.Failed, [], TimeSpan.Zero, problem) { WasAnswered = wasAnswered };
}

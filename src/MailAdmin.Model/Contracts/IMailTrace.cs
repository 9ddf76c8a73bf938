namespace MailAdmin.Contracts;

/// <summary>Which events of messages. A null value matches all; texts are patterns with '*' and '?', compared without regard to case.</summary>
public sealed record TraceFilter
{
    /// <summary>From this time on.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Before this time.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>The reverse-path.</summary>
    public string? Sender { get; init; }

    /// <summary>The recipient.</summary>
    public string? Recipient { get; init; }

    /// <summary>The Message-ID, with or without angle brackets.</summary>
    public string? MessageId { get; init; }

    /// <summary>The subject; without wildcards any part of it.</summary>
    public string? Subject { get; init; }

    /// <summary>What happened; empty: anything.</summary>
    public IReadOnlyList<MailTraceEventId> EventId { get; init; } = [];
}

/// <summary>
/// The ways of messages, kept for a time. It is an aid, not a promise: it is written after the answer, and the last
/// moments may be lost in a crash.
/// </summary>
public interface IMailTrace
{
    /// <summary>Notes an event; neither waits nor throws.</summary>
    void Write(MailTraceEvent traceEvent);

    /// <summary>Notes an event whose details are read in the background; null: there is none after all. Neither waits nor throws.</summary>
    void WriteLater(Func<CancellationToken, ValueTask<MailTraceEvent?>> read);

    /// <summary>The events that match, by time; also those just written.</summary>
    IAsyncEnumerable<MailTraceEvent> FindAsync(TraceFilter filter, CancellationToken cancellationToken);
}

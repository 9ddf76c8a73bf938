namespace MailAdmin.Contracts;

/// <summary>
/// Selects events of the message trace. A null value matches all; texts are patterns with '*' and '?', in any case of
/// letters.
/// </summary>
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
/// The message trace, kept for a time. Nothing relies on it: events are written after the reply, and a crash may lose
/// the last ones.
/// </summary>
public interface IMailTrace
{
    /// <summary>Records an event; neither waits nor throws.</summary>
    void Write(MailTraceEvent traceEvent);

    /// <summary>
    /// Records an event whose details a function reads in the background; it returns null when there is no event after
    /// all. Neither waits nor throws.
    /// </summary>
    void WriteLater(Func<CancellationToken, ValueTask<MailTraceEvent?>> read);

    /// <summary>The events that match, by time; also those just written.</summary>
    IAsyncEnumerable<MailTraceEvent> FindAsync(TraceFilter filter, CancellationToken cancellationToken);
}

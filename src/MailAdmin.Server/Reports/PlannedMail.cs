using MailAdmin.Contracts;

namespace MailAdmin.Server.Reports;

/// <summary>
/// Mail that is written and routed, to be committed together with a change. Dispose it after the commit; what was
/// committed stays.
/// </summary>
internal sealed class PlannedMail(MessageSpool spool) : IAsyncDisposable
{
    /// <summary>For mailboxes here.</summary>
    public IReadOnlyList<AppendRequest> Appends { get; init; } = [];

    /// <summary>For other domains.</summary>
    public IReadOnlyList<NewQueueItem> Additions { get; init; } = [];

    /// <summary>The events to trace after the commit.</summary>
    public IReadOnlyList<MailTraceEvent> Events { get; init; } = [];

    public ValueTask DisposeAsync() => spool.DisposeAsync();
}

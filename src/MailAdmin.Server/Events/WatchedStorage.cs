using MailAdmin.Contracts;

namespace MailAdmin.Server.Events;

/// <summary>A store whose trace is noted through the <see cref="EventHub"/>; everything else is the store's own.</summary>
internal sealed class WatchedStorage(IMailStorage storage, IMailTrace trace) : IMailStorage
{
    public string Path => storage.Path;

    public int SchemaVersion => storage.SchemaVersion;

    public IDirectory Directory => storage.Directory;

    public IMailboxes Mailboxes => storage.Mailboxes;

    public IMailQueue Queue => storage.Queue;

    public IMailTrace Trace => trace;

    public IReadOnlyList<MailStoreFinding> OpeningFindings => storage.OpeningFindings;

    public ValueTask<(long SizeOnDisk, long MessageCount)> MeasureAsync(CancellationToken cancellationToken) => storage.MeasureAsync(cancellationToken);

    public Task<IReadOnlyList<MailStoreFinding>> TestAsync(IProgress<double>? progress, CancellationToken cancellationToken) =>
        storage.TestAsync(progress, cancellationToken);

    public Task<IReadOnlyList<MailStoreFinding>> RepairAsync(
        IReadOnlyList<MailStoreFinding>? findings, IProgress<double>? progress, CancellationToken cancellationToken) =>
        storage.RepairAsync(findings, progress, cancellationToken);

    public ValueTask DisposeAsync() => storage.DisposeAsync();
}

namespace MailAdmin.Contracts;

/// <summary>An open store. There is one owner; disposing it makes the store free.</summary>
public interface IMailStorage : IAsyncDisposable
{
    /// <summary>The folder.</summary>
    string Path { get; }

    /// <summary>The number of the layout on disk.</summary>
    int SchemaVersion { get; }

    /// <summary>Domains, accounts, aliases, groups, settings.</summary>
    IDirectory Directory { get; }

    /// <summary>Mailboxes and messages.</summary>
    IMailboxes Mailboxes { get; }

    /// <summary>Messages that wait to be sent.</summary>
    IMailQueue Queue { get; }

    /// <summary>The ways of messages.</summary>
    IMailTrace Trace { get; }

    /// <summary>What was found and put right when the store was opened.</summary>
    IReadOnlyList<MailStoreFinding> OpeningFindings { get; }

    /// <summary>Bytes on disk, and messages in all mailboxes.</summary>
    ValueTask<(long SizeOnDisk, long MessageCount)> MeasureAsync(CancellationToken cancellationToken);

    /// <summary>Reads everything and checks it; changes nothing.</summary>
    /// <param name="progress">Is told the part that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<MailStoreFinding>> TestAsync(IProgress<double>? progress, CancellationToken cancellationToken);

    /// <summary>Puts findings right, or everything that it finds; rebuilds what can be rebuilt from the log.</summary>
    /// <returns>The findings, each with whether it was put right.</returns>
    Task<IReadOnlyList<MailStoreFinding>> RepairAsync(IReadOnlyList<MailStoreFinding>? findings, IProgress<double>? progress, CancellationToken cancellationToken);
}

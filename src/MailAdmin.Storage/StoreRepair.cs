using MailAdmin.Contracts;
using MailAdmin.Storage.Commit;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Directory;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage;

/// <summary>
/// Repairs what a check of the store found, while it serves. Caches are rebuilt from the log; nothing that may be mail
/// is destroyed.
/// </summary>
internal sealed class StoreRepair(
    StoreLayout layout, StoreState state, LargeFiles files, DirectoryWriter? writer, IMailboxes mailboxes) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Repairs findings, one call at a time. Returns them, each with whether it was repaired.</summary>
    public async Task<IReadOnlyList<MailStoreFinding>> RepairAsync(
        IReadOnlyList<MailStoreFinding> findings, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            DamagedRecords damaged = new(layout, state.Log);
            LargeFileRecovery recovery = new(layout, state, files, damaged, mailboxes);
            List<MailStoreFinding> results = [];
            foreach (MailStoreFinding finding in findings)
            {
                cancellationToken.ThrowIfCancellationRequested();
                results.Add(finding.Repaired || !finding.Repairable
                    ? finding
                    : await RepairAsync(finding, recovery, cancellationToken));
            }

            return results;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<MailStoreFinding> RepairAsync(
        MailStoreFinding finding, LargeFileRecovery recovery, CancellationToken cancellationToken)
    {
        switch (finding.Code)
        {
            case "HintMissing" or "HintDamaged":
                return finding with { Repaired = WriteHint(finding.Target) };
            case "LargeFileOrphaned":
                return await recovery.RecoverAsync(finding, cancellationToken);
            case "DirectoryBehind":
                return finding with { Repaired = writer is not null && await writer.RebuildAsync() };
            default:
                return finding;
        }
    }

    private bool WriteHint(string path)
    {
        LogSegment? segment = state.Log.Segments.FirstOrDefault(segment => layout.HintFile(segment.Number) == path);
        return segment is not null && SegmentHint.Write(layout, segment, state.Log.Key);
    }
}

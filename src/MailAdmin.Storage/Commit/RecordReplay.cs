using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Commit;

/// <summary>
/// Applies the records of the log when a store is opened. One that cannot be applied costs only itself: it stays in the
/// log and is reported.
/// </summary>
internal sealed class RecordReplay(
    RecordApplier applier, StoreLayout layout, List<MailStoreFinding> findings, ILogger logger)
{
    /// <summary>Applies a record.</summary>
    /// <exception cref="MailException">StoreInvalid: a later version wrote it.</exception>
    public void Visit(RecordHeader header, ReadOnlySpan<byte> parts, LogSegment segment, long dataStart)
    {
        try
        {
            applier.Apply(header, parts, segment, dataStart, changes: null);
        }
        catch (UnknownPartException exception)
        {
            throw MailException.Of(MailError.StoreInvalid.As("NewerRecords"), exception, layout.Root);
        }
#pragma warning disable CA1031 // Whatever the record leads to, the rest of the store is worth more than it.
        catch (Exception exception) when (exception is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            StorageLog.NotApplied(logger, exception, header.Sequence, segment.Path);
            findings.Add(StoreFindings.UnusableRecord(segment.Path, header.Sequence));
        }
    }
}

using MailAdmin.Storage.Directory;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Commit;

/// <summary>What the committer calls before and after each batch, on its thread.</summary>
internal sealed class CommitEvents
{
    /// <summary>
    /// Is called before a batch is written. When it throws a <see cref="MailException"/>, nothing is written, and that
    /// is why the changes of the batch are refused.
    /// </summary>
    public required Action BeforeAppend { get; init; }

    /// <summary>Is called after each commit that changed the directory, before its waiters complete.</summary>
    public required Action<DirectoryCommit> DirectoryCommitted { get; init; }

    /// <summary>Is called with each large file that no message is in any more.</summary>
    public required Action<ulong> LargeFileReleased { get; init; }

    /// <summary>Is called when a segment was sealed.</summary>
    public required Action<LogSegment> SegmentSealed { get; init; }
}

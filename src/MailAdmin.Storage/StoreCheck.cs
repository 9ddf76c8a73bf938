using System.Buffers;
using MailAdmin.Contracts;
using MailAdmin.Storage.Commit;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Directory;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Mailboxes;
using MailAdmin.Storage.Queue;

namespace MailAdmin.Storage;

/// <summary>Reads and checks everything in a store while it serves.</summary>
internal sealed class StoreCheck(
    StoreLayout layout,
    StoreState state,
    MessageReader reader,
    LargeFiles files,
    DirectoryWriter? writer,
    HintWriter hints,
    IReadOnlyList<MailStoreFinding> opening)
{
    /// <summary>
    /// Checks every record, hint and large file, the messages in the queue, and directory.db; changes nothing. What
    /// opening found and cannot be found again is reported too.
    /// </summary>
    public async Task<IReadOnlyList<MailStoreFinding>> TestAsync(
        IProgress<double>? progress, CancellationToken cancellationToken)
    {
        List<MailStoreFinding> findings = [];
        await hints.WhenIdleAsync();
        LogSegment[] segments = [.. state.Log.Segments.OrderBy(segment => segment.Number)];
        List<(StoredBody Body, ulong File)> large = FindLargeMessages();
        QueueEntry[] queued = state.Queue.List();
        long total = 1 + segments.Sum(segment => segment.Length)
            + large.Sum(item => (long)item.Body.Size) + queued.Sum(entry => (long)entry.Body.Size);
        long done = 0;
        void Advance(long count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            done += count;
            progress?.Report((double)done / total);
        }

        for (int i = 0; i < segments.Length; i++)
        {
            CheckSegment(segments[i], isLast: i == segments.Length - 1, findings, Advance);
        }

        foreach ((StoredBody body, ulong file) in large)
        {
            await CheckLargeFileAsync(body, file, findings, cancellationToken);
            Advance(body.Size);
        }

        foreach (QueueEntry entry in queued)
        {
            await CheckQueueItemAsync(entry, findings, cancellationToken);
            Advance(entry.Body.Size);
        }

        foreach (ulong orphan in files.FindOrphans(state.Bodies))
        {
            findings.Add(StoreFindings.LargeFileOrphaned(layout.LargeFile(orphan)));
        }

        if (writer is not null && await writer.FindFaultAsync() is { } fault)
        {
            findings.Add(StoreFindings.DirectoryBehind(layout.DirectoryFile, fault));
        }

        findings.AddRange(opening.Where(StoreFindings.IsFoundOnlyAtOpening));
        progress?.Report(1);
        return findings;
    }

    private void CheckSegment(LogSegment segment, bool isLast, List<MailStoreFinding> findings, Action<long> advance)
    {
        long end = segment.Length;
        using SegmentScanner scanner = new(segment.Handle, state.Log.Key, segment.PreviousSequence, end);
        long position = 0;
        int before = findings.Count;
        while (scanner.Read())
        {
            if (scanner.ValidEnd - position > 1 << 20)
            {
                advance(scanner.ValidEnd - position);
                position = scanner.ValidEnd;
            }
        }

        advance(end - position);
        foreach ((long start, long next) in scanner.Damaged)
        {
            findings.Add(StoreFindings.DamagedRecord(segment.Path, start, next - start));
        }

        if (scanner.ValidEnd < end)
        {
            findings.Add(StoreFindings.DamagedRecord(segment.Path, scanner.ValidEnd, end - scanner.ValidEnd));
        }
        else if (scanner.MissingCount > 0 && scanner.Damaged.Count == 0)
        {
            findings.Add(StoreFindings.MissingRecords(segment.Path, scanner.MissingCount));
        }

        if (!isLast && findings.Count == before && !SegmentHint.IsRight(layout, segment, state.Log.Key))
        {
            findings.Add(StoreFindings.Hint(layout.HintFile(segment.Number), repaired: false));
        }
    }

    private async Task CheckLargeFileAsync(
        StoredBody body, ulong name, List<MailStoreFinding> findings, CancellationToken cancellationToken)
    {
        string path = layout.LargeFile(name);
        if (!File.Exists(path))
        {
            // The message may have been expunged since it was listed.
            if (state.Bodies.FindLargeFile(body.Key) == name)
            {
                findings.Add(StoreFindings.LargeFileMissing(path));
            }

            return;
        }

        try
        {
            using MessageContent content = files.Open(name, body.Size, body.Checksum);
            await ReadAllAsync(content, cancellationToken);
        }
        catch (MailException exception) when (exception.Error == MailError.StoreFailed)
        {
            findings.Add(StoreFindings.LargeFileDamaged(path));
        }
    }

    private async Task CheckQueueItemAsync(
        QueueEntry entry, List<MailStoreFinding> findings, CancellationToken cancellationToken)
    {
        string path = state.Bodies.FindLargeFile(entry.Body.Key) is { } name
            ? layout.LargeFile(name)
            : layout.SegmentFile(entry.Body.Segment);
        try
        {
            using MessageContent content = reader.Open(entry.Body);
            await ReadAllAsync(content, cancellationToken);
        }
        catch (MailException exception) when (exception.Error == MailError.StoreFailed)
        {
            // It may have been sent since it was listed.
            if (state.Queue.Find(entry.Id) is not null)
            {
                findings.Add(StoreFindings.QueueItemUnreadable(entry.Id, path));
            }
        }
    }

    private static async Task ReadAllAsync(MessageContent content, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(content.Length + 1, 1 << 20));
        try
        {
            for (long offset = 0; offset < content.Length;)
            {
                offset += await content.ReadAsync(offset, buffer, cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private List<(StoredBody Body, ulong File)> FindLargeMessages()
    {
        Dictionary<ulong, StoredBody> found = [];
        foreach (AccountState account in state.Accounts.All)
        {
            lock (account.Gate)
            {
                foreach (MailboxState mailbox in account.UsedMailboxes)
                {
                    foreach (ref readonly MessageEntry entry in mailbox.Messages.Entries)
                    {
                        if (state.Bodies.FindLargeFile(entry.Body.Key) is { } name)
                        {
                            found.TryAdd(name, entry.Body);
                        }
                    }
                }
            }
        }

        return [.. found.Select(pair => (pair.Value, pair.Key))];
    }
}

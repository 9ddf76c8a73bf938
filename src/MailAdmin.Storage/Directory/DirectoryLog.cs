using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Directory;

/// <summary>Reads the change journal back from the log. Any thread may use it, while the store is open.</summary>
internal sealed class DirectoryLog(MessageLog log)
{
    /// <summary>
    /// The records after one, in order: their numbers, and the journals of those that have one. Reads up to the end
    /// that the log had when a segment was begun.
    /// </summary>
    public IEnumerable<(long Sequence, JournalRecord? Journal)> ReadAfter(long sequence)
    {
        LogSegment[] segments = [.. log.Segments.OrderBy(segment => segment.Number)];
        for (int i = 0; i < segments.Length; i++)
        {
            if (i + 1 < segments.Length && segments[i + 1].PreviousSequence <= sequence)
            {
                continue;
            }

            LogSegment segment = segments[i];
            using SegmentScanner scanner = new(segment.Handle, log.Key, segment.PreviousSequence, segment.Length);
            while (scanner.Read())
            {
                if (scanner.Header.Sequence > sequence)
                {
                    yield return (scanner.Header.Sequence, ReadJournal(scanner));
                }
            }
        }
    }

    /// <summary>The journal of a record; null: there is no such record, or it has none.</summary>
    public JournalRecord? Find(long sequence)
    {
        (long found, JournalRecord? journal) = ReadAfter(sequence - 1).FirstOrDefault();
        return found == sequence ? journal : null;
    }

    private static JournalRecord? ReadJournal(SegmentScanner scanner)
    {
        if (scanner.Header.Type != RecordType.Directory)
        {
            return null;
        }

        PartReader reader = new(LogFormat.PartsOf(scanner.Payload, out _));
        while (!reader.AtEnd)
        {
            switch (reader.ReadKind())
            {
                case PartKind.AccountCreated:
                    reader.ReadNumber();
                    reader.ReadNumber();
                    break;
                case PartKind.AccountRemoved:
                    reader.ReadNumber();
                    break;
                default:
                    // The journal is the last part.
                    return DirectoryJournal.Read(scanner.Header.Sequence, reader.ReadBytes());
            }
        }

        return null;
    }
}

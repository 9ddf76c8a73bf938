namespace MailAdmin.Storage.Directory;

/// <summary>Copies the change journal from the log into a file that was made again, in portions.</summary>
internal sealed class JournalBackfill(DirectoryLog log) : IDisposable
{
    private const int MaxScanned = 2_000;
    private const int MaxJournals = 500;
    private IEnumerator<(long Sequence, JournalRecord? Journal)>? records;

    /// <summary>Copies the next records.</summary>
    public void Step(DirectoryFile file, DirectoryCommit current)
    {
        bool isFirst = records is null;
        records ??= log.ReadAfter(file.JournalSequence).GetEnumerator();
        List<JournalRecord> journals = [];
        long reached = file.JournalSequence;
        for (int scanned = 0; scanned < MaxScanned && journals.Count < MaxJournals; scanned++)
        {
            if (!records.MoveNext())
            {
                // The log may have grown since its segments were listed, and may have less than the directory knows.
                Dispose();
                reached = isFirst && scanned == 0 ? current.Sequence : reached;
                break;
            }

            (long sequence, JournalRecord? journal) = records.Current;
            if (sequence > current.Sequence)
            {
                Dispose();
                reached = current.Sequence;
                break;
            }

            reached = sequence;
            if (journal is not null)
            {
                journals.Add(journal);
            }
        }

        file.WriteJournal(current, journals, reached);
        if (reached == current.Sequence)
        {
            Dispose();
        }
    }

    /// <summary>Ends reading; the next step begins where the file stands.</summary>
    public void Dispose()
    {
        records?.Dispose();
        records = null;
    }
}

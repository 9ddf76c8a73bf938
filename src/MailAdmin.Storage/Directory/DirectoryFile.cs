using System.Text.Json;
using MailAdmin.Contracts;
using MailAdmin.Texts;

namespace MailAdmin.Storage.Directory;

/// <summary>What directory.db holds when it is opened.</summary>
/// <param name="Snapshot">The directory; null: the file is new, or of another schema.</param>
/// <param name="Sequence">The last record of the log that is in it.</param>
/// <param name="Logons">The last logons.</param>
internal sealed record DirectoryContent(DirectorySnapshot? Snapshot, long Sequence, IReadOnlyList<LogonRecord> Logons)
{
    public static readonly DirectoryContent None = new(Snapshot: null, 0, []);
}

/// <summary>
/// directory.db: the directory and its past as they are queried. A cache of what the log says, except for logons and
/// usage. One thread uses it at a time.
/// </summary>
internal sealed class DirectoryFile : IDisposable
{
    private const int Portion = 1_000;
    private const int MaxDirectJournal = 64;
    private readonly DirectoryDatabase database;
    private long digest;

    private DirectoryFile(DirectoryDatabase database)
    {
        this.database = database;
        Changes = new ChangeCollection(database);
        Logons = new LogonCollection(database);
        Usage = new UsageCollection(database);
    }

    public ChangeCollection Changes { get; }

    public LogonCollection Logons { get; }

    public UsageCollection Usage { get; }

    /// <summary>The last record of the log whose change is in the directory.</summary>
    public long Sequence { get; private set; }

    /// <summary>The last record of the log up to which the change journal is complete.</summary>
    public long JournalSequence { get; private set; }

    /// <summary>Opens a file, or makes it.</summary>
    /// <exception cref="DirectoryDamagedException">It cannot be read.</exception>
    public static DirectoryFile Open(string path, string logPath) => new(DirectoryDatabase.Open(path, logPath));

    /// <summary>Reads the directory and checks it.</summary>
    /// <exception cref="DirectoryDamagedException">It is not what was written.</exception>
    public DirectoryContent Read()
    {
        DirectoryDocument? state = database.Find(DirectorySchema.State, DirectorySchema.StateKey);
        if (state is null)
        {
            return database.IsNew ? DirectoryContent.None : throw new DirectoryDamagedException("It is unfinished.");
        }

        if (state.GetNumber(DirectorySchema.Version) != DirectorySchema.Number)
        {
            return new DirectoryContent(Snapshot: null, 0, Logons.ReadLast());
        }

        digest = 0;
        DirectorySnapshot snapshot = ReadSnapshot(state);
        if (state.Fields.ContainsKey(DirectorySchema.Digest) && state.GetNumber(DirectorySchema.Digest) != digest)
        {
            throw new DirectoryDamagedException("Some of its pages are older than others.");
        }

        Sequence = state.GetNumber(DirectorySchema.Sequence);
        JournalSequence = state.GetNumber(DirectorySchema.Journal);
        Changes.Latest = state.GetTime(DirectorySchema.Latest);
        return new DirectoryContent(snapshot, Sequence, Logons.ReadLast());
    }

    /// <summary>What is wrong with the file, compared with what it should contain; null when nothing is.</summary>
    public MailText? FindFault(DirectorySnapshot expected)
    {
        try
        {
            DirectorySnapshot? found = Read().Snapshot;
            return found is null
                ? MailText.Of("Finding.DirectoryBehind.Empty")
                : DirectoryComparison.FindDifference(found, expected);
        }
        catch (DirectoryDamagedException exception)
        {
            return MailText.Of("Finding.DirectoryBehind.Unreadable", exception.Message.TrimEnd('.'));
        }
    }

    /// <summary>
    /// Makes changes in one transaction, with the sequence number of the last record that they come from.
    /// </summary>
    /// <exception cref="DirectoryDamagedException">It cannot be written.</exception>
    public void Write(DirectoryCommit commit, IReadOnlyDictionary<AccountId, IReadOnlyList<LogonRecord>> logons)
    {
        // Many changes at once must not wait for their journal, which then gets these from the log when there is time;
        // one that is behind already gets them in their turn.
        bool withJournal = JournalSequence == Sequence && commit.Journal.Count <= MaxDirectJournal;
        long journalSequence = withJournal ? commit.Sequence : JournalSequence;
        database.InTransaction(() =>
        {
            foreach (JournalRecord record in commit.Journal)
            {
                foreach (DirectoryChange change in record.Changes)
                {
                    WriteChange(change);
                }

                if (withJournal)
                {
                    Changes.Write(record);
                }
            }

            foreach ((AccountId account, IReadOnlyList<LogonRecord> list) in logons)
            {
                Logons.Write(account, list);
            }

            WriteState(commit, journalSequence);
        });
        (Sequence, JournalSequence) = (commit.Sequence, journalSequence);
    }

    /// <summary>Writes a whole directory into a file that is new; its change journal is empty.</summary>
    public void WriteAll(DirectoryCommit commit, IReadOnlyCollection<LogonRecord> logons)
    {
        Changes.CreateIndex();
        foreach (DirectoryKind kind in DirectoryKinds.All)
        {
            foreach (object[] records in commit.Snapshot.Of(kind).Records.Chunk(Portion))
            {
                // Without the state the file counts as unfinished.
                database.InTransaction(() => Array.ForEach(records, record => WriteRecord(kind, record)));
            }
        }

        foreach (LogonRecord[] portion in logons.Chunk(Portion))
        {
            database.InTransaction(() => Array.ForEach(portion, Logons.WriteLast));
        }

        database.InTransaction(() => WriteState(commit, journalSequence: 0));
        (Sequence, JournalSequence) = (commit.Sequence, 0);
    }

    /// <summary>Adds to a change journal that is behind: what the log says up to a record.</summary>
    public void WriteJournal(DirectoryCommit current, IEnumerable<JournalRecord> records, long sequence)
    {
        database.InTransaction(() =>
        {
            foreach (JournalRecord record in records)
            {
                Changes.Write(record);
            }

            WriteState(current, sequence);
        });
        JournalSequence = sequence;
    }

    /// <summary>Writes what accounts use.</summary>
    /// <param name="usage">The usage.</param>
    /// <param name="completed">The day that is complete with it; null: none.</param>
    public void WriteUsage(IReadOnlyCollection<DailyUsage> usage, DateOnly? completed)
    {
        foreach (DailyUsage[] portion in usage.Chunk(Portion))
        {
            database.InTransaction(() => Usage.Write(portion));
        }

        if (completed is { } day)
        {
            database.InTransaction(() => Usage.Complete(day));
        }
    }

    /// <summary>Copies what the log does not have from another file.</summary>
    /// <exception cref="DirectoryDamagedException">Of one of the files.</exception>
    public void CopyHistory(DirectoryFile former)
    {
        foreach (string collection in (string[])[DirectorySchema.LogonHistory, DirectorySchema.Usage])
        {
            long key = 0;
            while (former.database.ReadUp(collection, key, Portion) is { Count: > 0 } documents)
            {
                key = (long)documents[^1].Id + 1;
                database.InTransaction(() =>
                {
                    foreach (DirectoryDocument document in documents)
                    {
                        database.Upsert(collection, document);
                    }
                });
            }
        }
    }

    /// <summary>
    /// Carries over into the file what LiteDB has beside it, so that both can be copied until the next change.
    /// </summary>
    /// <exception cref="DirectoryDamagedException">It cannot be written.</exception>
    public void Checkpoint() => database.Checkpoint();

    public void Dispose() => database.Dispose();

    private DirectorySnapshot ReadSnapshot(DirectoryDocument state)
    {
        return new DirectorySnapshot([.. DirectoryKinds.All.Select(kind =>
        {
            IReadOnlyList<DirectoryDocument> documents = database.ReadAll(kind.Collection);
            digest += documents.Sum(document => document.GetNumber(DirectorySchema.Checksum));
            return documents.Count == state.GetNumber(kind.Collection)
                ? ReadTable(kind, documents)
                : throw new DirectoryDamagedException(
                    $"It has {documents.Count} {kind.Collection} and should have {state.GetNumber(kind.Collection)}.");
        })]);
    }

    private static DirectoryTable ReadTable(DirectoryKind kind, IReadOnlyList<DirectoryDocument> documents)
    {
        try
        {
            // Parsing addresses takes the most time of opening a store with many accounts.
            return kind.ToTable(documents.AsParallel().Select(document => kind.Read(document.GetRecord())));
        }
        catch (AggregateException exception)
        {
            throw new DirectoryDamagedException(exception.InnerExceptions[0].Message, exception);
        }
        catch (Exception exception) when (exception is JsonException or MailException or ArgumentException)
        {
            throw new DirectoryDamagedException(exception.Message, exception);
        }
    }

    private void WriteChange(DirectoryChange change)
    {
        if (change.Before is { } before)
        {
            string key = change.Kind.KeyTextOf(before);
            DirectoryDocument? former = database.Find(change.Kind.Collection, key);
            digest -= former?.GetNumber(DirectorySchema.Checksum) ?? 0;
            if (change.After is null || key != change.Key)
            {
                database.Delete(change.Kind.Collection, key);
            }
        }

        if (change.After is { } after)
        {
            WriteRecord(change.Kind, after);
        }
        else if (change.Before is AccountRecord account)
        {
            Logons.Remove(account.Id);
        }
    }

    private void WriteRecord(DirectoryKind kind, object record)
    {
        DirectoryDocument document = new DirectoryDocument(kind.KeyTextOf(record)).WithRecord(kind.Write(record));
        digest += document.GetNumber(DirectorySchema.Checksum);
        document[DirectorySchema.Domain] = kind.DomainOf(record)?.Ascii;
        database.Upsert(kind.Collection, document);
    }

    private void WriteState(DirectoryCommit commit, long journalSequence)
    {
        DirectoryDocument state = new(DirectorySchema.StateKey)
        {
            [DirectorySchema.Version] = DirectorySchema.Number,
            [DirectorySchema.Sequence] = commit.Sequence,
            [DirectorySchema.Journal] = journalSequence,
            [DirectorySchema.Digest] = digest,
            [DirectorySchema.Latest] = Changes.Latest,
        };
        foreach (DirectoryKind kind in DirectoryKinds.All)
        {
            state[kind.Collection] = commit.Snapshot.Of(kind).Count;
        }

        database.Upsert(DirectorySchema.State, state);
    }
}

using System.Text.Json;
using MailAdmin.Contracts;
using MailAdmin.Storage.Disk;
using MailAdmin.Texts;

namespace MailAdmin.Storage.Directory;

/// <summary>What directory.db holds.</summary>
/// <param name="Snapshot">The directory; null: the file is new, or of another schema.</param>
/// <param name="Sequence">The last record of the log that is in it.</param>
/// <param name="Logons">The last logons.</param>
internal sealed record DirectoryContent(DirectorySnapshot? Snapshot, long Sequence, IReadOnlyList<LogonRecord> Logons)
{
    public static readonly DirectoryContent None = new(Snapshot: null, 0, []);
}

/// <summary>directory.db: the directory as it is queried, and a cache of what the log says.</summary>
internal sealed class DirectoryFile : IDisposable
{
    private readonly DirectoryDatabase database;

    private DirectoryFile(DirectoryDatabase database) => this.database = database;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="DirectoryDamagedException">It cannot be read.</exception>
    public static DirectoryFile Open(StoreLayout layout) =>
        new(DirectoryDatabase.Open(layout.DirectoryFile, layout.DirectoryLogFile));

    /// <summary>Reads everything and checks it.</summary>
    /// <exception cref="DirectoryDamagedException">It is not what was written.</exception>
    public DirectoryContent Read()
    {
        DirectoryDocument? state = database.Find(DirectorySchema.State, DirectorySchema.StateKey);
        if (state is null)
        {
            return database.IsNew ? DirectoryContent.None : throw new DirectoryDamagedException("It is unfinished.");
        }

        IReadOnlyList<LogonRecord> logons = [.. database.ReadAll(DirectorySchema.Logons).Select(ToLogon)];
        return state.GetNumber(DirectorySchema.Version) == DirectorySchema.Number
            ? new DirectoryContent(ReadSnapshot(state), state.GetNumber(DirectorySchema.Sequence), logons)
            : new DirectoryContent(Snapshot: null, 0, logons);
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
    public void Write(
        DirectorySnapshot snapshot, IEnumerable<JournalRecord> journal, long sequence, IEnumerable<LogonRecord> logons)
    {
        database.InTransaction(() =>
        {
            foreach (DirectoryChange change in journal.SelectMany(record => record.Changes))
            {
                WriteChange(change);
            }

            foreach (LogonRecord logon in logons)
            {
                database.Upsert(DirectorySchema.Logons, ToDocument(logon));
            }

            WriteState(snapshot, sequence);
        });
    }

    /// <summary>Writes a whole directory into a file that is new.</summary>
    public void WriteAll(DirectorySnapshot snapshot, long sequence, IEnumerable<LogonRecord> logons)
    {
        const int portion = 1_000;
        foreach (DirectoryKind kind in DirectoryKinds.All)
        {
            foreach (object[] records in snapshot.Of(kind).Records.Chunk(portion))
            {
                // Without the state the file counts as unfinished.
                database.InTransaction(() => Array.ForEach(records, record => WriteRecord(kind, record)));
            }
        }

        Write(snapshot, [], sequence, logons);
    }

    public void Dispose() => database.Dispose();

    private DirectorySnapshot ReadSnapshot(DirectoryDocument state)
    {
        return new DirectorySnapshot([.. DirectoryKinds.All.Select(kind =>
        {
            IReadOnlyList<DirectoryDocument> documents = database.ReadAll(kind.Collection);
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
        if (change.Before is { } before && (change.After is null || change.Kind.KeyTextOf(before) != change.Key))
        {
            database.Delete(change.Kind.Collection, change.Kind.KeyTextOf(before));
        }

        if (change.After is { } after)
        {
            WriteRecord(change.Kind, after);
        }
        else if (change.Before is AccountRecord account)
        {
            database.Delete(DirectorySchema.Logons, account.Id.Value);
        }
    }

    private void WriteRecord(DirectoryKind kind, object record)
    {
        DirectoryDocument document = new DirectoryDocument(kind.KeyTextOf(record)).WithRecord(kind.Write(record));
        document[DirectorySchema.Domain] = kind.DomainOf(record)?.Ascii;
        database.Upsert(kind.Collection, document);
    }

    private void WriteState(DirectorySnapshot snapshot, long sequence)
    {
        DirectoryDocument state = new(DirectorySchema.StateKey)
        {
            [DirectorySchema.Version] = DirectorySchema.Number,
            [DirectorySchema.Sequence] = sequence,
        };
        foreach (DirectoryKind kind in DirectoryKinds.All)
        {
            state[kind.Collection] = snapshot.Of(kind).Count;
        }

        database.Upsert(DirectorySchema.State, state);
    }

    private static DirectoryDocument ToDocument(LogonRecord logon) => new(logon.Account.Value)
    {
        [DirectorySchema.When] = logon.When.UtcTicks,
        [DirectorySchema.Protocol] = (int)logon.Protocol,
        [DirectorySchema.RemoteAddress] = logon.RemoteAddress,
    };

    private static LogonRecord ToLogon(DirectoryDocument document) => new(
        new AccountId((long)document.Id),
        new DateTimeOffset(document.GetNumber(DirectorySchema.When), TimeSpan.Zero),
        (MailProtocol)document.GetNumber(DirectorySchema.Protocol),
        document.GetText(DirectorySchema.RemoteAddress));
}

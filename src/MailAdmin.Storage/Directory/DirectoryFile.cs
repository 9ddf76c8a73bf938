using System.Collections.Concurrent;
using System.Text.Json;
using LiteDB;
using LiteDB.Engine;
using MailAdmin.Contracts;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace MailAdmin.Storage.Directory;

/// <summary>What directory.db holds.</summary>
internal sealed record DirectoryContent(DirectorySnapshot Snapshot, long Sequence, IReadOnlyList<LogonRecord> Logons);

/// <summary>
/// directory.db: the directory as it is queried, and a cache of what the log says. One thread uses it at a time. It is
/// the only place where LiteDB is named.
/// </summary>
internal sealed class DirectoryFile : IDisposable
{
    private static readonly BsonValue OnlyKey = "settings";

    // A transaction that broke off has a finalizer that throws, which ends the process: such databases stay reachable.
    private static readonly ConcurrentBag<LiteDatabase> Broken = [];

    private readonly WriteFault fault = new();
    private readonly UnsyncedStream data;
    private readonly UnsyncedStream log;
    private readonly LiteDatabase database;

    private DirectoryFile(StoreLayout layout)
    {
        data = Open(layout.DirectoryFile, fault);
        log = Open(layout.DirectoryLogFile, fault);
        try
        {
            // The default collation takes different addresses for the same: it ignores case and follows the culture of
            // the machine.
            EngineSettings settings = new() { DataStream = data, LogStream = log, Collation = Collation.Binary };
            database = new LiteDatabase(new LiteEngine(settings), new BsonMapper());
        }
        catch
        {
            data.Dispose();
            log.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="DirectoryDamagedException">It cannot be read.</exception>
    public static DirectoryFile Open(StoreLayout layout) => Guard(() => new DirectoryFile(layout));

    /// <summary>Reads everything and checks it; null: it is new.</summary>
    /// <exception cref="DirectoryDamagedException">It is not what was written.</exception>
    public DirectoryContent? Read() => Guard(ReadUnguarded);

    /// <summary>What is wrong with the file, compared with what it should hold; null: nothing.</summary>
    public string? FindFault(DirectorySnapshot expected)
    {
        try
        {
            DirectorySnapshot? found = Read()?.Snapshot;
            return found is null ? "is empty" : DirectoryComparison.FindDifference(found, expected);
        }
        catch (DirectoryDamagedException exception)
        {
            return $"cannot be read ({exception.Message})";
        }
    }

    /// <summary>
    /// Makes changes in one transaction, with the sequence number of the last record that they come from.
    /// </summary>
    /// <exception cref="DirectoryDamagedException">It cannot be written.</exception>
    public void Write(DirectorySnapshot snapshot, IEnumerable<JournalEntry> journal, long sequence, IEnumerable<LogonRecord> logons) => InTransaction(() =>
    {
        foreach (JournalEntry entry in journal)
        {
            WriteEntry(entry);
        }

        WriteLogons(logons);
        WriteState(snapshot, sequence);
    });

    /// <summary>Writes a whole directory into a file that is new.</summary>
    public void WriteAll(DirectorySnapshot snapshot, long sequence, IEnumerable<LogonRecord> logons)
    {
        const int portion = 1_000;
        foreach (JournalEntry[] entries in EntriesOf(snapshot).Chunk(portion))
        {
            // Without the state the file counts as unfinished.
            InTransaction(() =>
            {
                foreach (JournalEntry entry in entries)
                {
                    WriteEntry(entry);
                }
            });
        }

        Write(snapshot, [], sequence, logons);
    }

    public void Dispose()
    {
        try
        {
            Guard(() =>
            {
                database.Dispose();
                return true;
            });
        }
        catch (DirectoryDamagedException)
        {
            // It is found damaged when the store is opened the next time, and made anew.
        }

        log.Dispose();
        data.Dispose();
    }

    private void InTransaction(Action change)
    {
        try
        {
            Guard(() =>
            {
                database.BeginTrans();
                change();
                return database.Commit();
            });
        }
        catch (DirectoryDamagedException)
        {
            Broken.Add(database);
            throw;
        }

        if (fault.Cause is { } cause)
        {
            throw new DirectoryDamagedException(cause.Message, cause);
        }
    }

    private static UnsyncedStream Open(string path, WriteFault fault)
    {
        return new UnsyncedStream(StorePlatform.OpenFile(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete), fault);
    }

    // LiteDB throws whatever a damaged page leads it to.
    private static T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is not (DirectoryDamagedException or OutOfMemoryException))
        {
            throw new DirectoryDamagedException(exception.Message, exception);
        }
    }

    private static IEnumerable<JournalEntry> EntriesOf(DirectorySnapshot snapshot)
    {
        IEnumerable<JournalEntry> settings = [JournalEntry.Of(snapshot.Settings, snapshot.Settings)];
        return settings
            .Concat(snapshot.Domains.Values.Select(entry => JournalEntry.Of(before: null, entry.Record)))
            .Concat(snapshot.Accounts.Values.Select(account => JournalEntry.Of(before: null, account)))
            .Concat(snapshot.Aliases.Values.Select(alias => JournalEntry.Of(before: null, alias)))
            .Concat(snapshot.Groups.Values.Select(group => JournalEntry.Of(before: null, group)));
    }

    private static BsonDocument ToBson(BsonValue id, byte[] record) => new()
    {
        [DirectorySchema.Id] = id,
        [DirectorySchema.Record] = record,
        [DirectorySchema.Checksum] = (long)Crc32C.Compute(record),
    };

    private DirectoryContent? ReadUnguarded()
    {
        BsonDocument? state = database.GetCollection(DirectorySchema.State).FindById(OnlyKey);
        if (state is null)
        {
            return database.GetCollectionNames().Any()
                ? throw new DirectoryDamagedException("It is unfinished.")
                : null;
        }

        if (state[DirectorySchema.Version].AsInt32 == DirectorySchema.WithoutGroups)
        {
            // The next change writes the number of the schema.
            state[DirectorySchema.Version] = DirectorySchema.Number;
            state[DirectorySchema.Groups] = 0;
        }

        if (state[DirectorySchema.Version].AsInt32 != DirectorySchema.Number)
        {
            throw new DirectoryDamagedException($"It has the schema {state[DirectorySchema.Version]}.");
        }

        List<StoreSettings> settings =
            ReadAll(state, DirectorySchema.Settings, DirectoryJson.Default.SettingsDocument, DirectoryMapping.ToRecord);
        DirectorySnapshot snapshot = DirectorySnapshot.Of(
            settings.Single(),
            ReadAll(state, DirectorySchema.Domains, DirectoryJson.Default.DomainDocument, DirectoryMapping.ToRecord),
            ReadAll(state, DirectorySchema.Accounts, DirectoryJson.Default.AccountDocument, DirectoryMapping.ToRecord),
            ReadAll(state, DirectorySchema.Aliases, DirectoryJson.Default.AliasDocument, DirectoryMapping.ToRecord),
            ReadAll(state, DirectorySchema.Groups, DirectoryJson.Default.GroupDocument, DirectoryMapping.ToRecord));
        List<LogonRecord> logons = [.. database.GetCollection(DirectorySchema.Logons).FindAll().Select(ToLogon)];
        return new DirectoryContent(snapshot, state[DirectorySchema.Sequence].AsInt64, logons);
    }

    private List<TRecord> ReadAll<TDocument, TRecord>(
        BsonDocument state,
        string collection,
        System.Text.Json.Serialization.Metadata.JsonTypeInfo<TDocument> type,
        Func<TDocument, TRecord> map)
    {
        List<byte[]> octets = [];
        foreach (BsonDocument document in database.GetCollection(collection).FindAll())
        {
            byte[] record = document[DirectorySchema.Record].AsBinary;
            if (document[DirectorySchema.Checksum].AsInt64 != Crc32C.Compute(record))
            {
                throw new DirectoryDamagedException($"'{document[DirectorySchema.Id]}' in {collection} is damaged.");
            }

            octets.Add(record);
        }

        // Parsing addresses takes the most time of opening a store with many accounts.
        List<TRecord> records =
        [
            .. octets.AsParallel().Select(record => map(JsonSerializer.Deserialize(record, type) ?? throw new JsonException("A record is empty."))),
        ];
        return records.Count == state[collection].AsInt32
            ? records
            : throw new DirectoryDamagedException($"It has {records.Count} {collection} and should have {state[collection]}.");
    }

    private void WriteEntry(JournalEntry entry)
    {
        switch (entry.Section)
        {
            case JournalSection.Settings:
                SettingsDocument settings = DirectoryMapping.ToDocument((StoreSettings)entry.After!);
                database.GetCollection(DirectorySchema.Settings).Upsert(
                    ToBson(OnlyKey, JsonSerializer.SerializeToUtf8Bytes(settings, DirectoryJson.Default.SettingsDocument)));
                break;
            case JournalSection.Domain:
                WriteDomain(entry);
                break;
            case JournalSection.Account:
                WriteAccount((AccountRecord?)entry.Before, (AccountRecord?)entry.After);
                break;
            case JournalSection.Alias:
                WriteAlias(entry);
                break;
            case JournalSection.Group:
                WriteGroup(entry);
                break;
        }
    }

    private void WriteDomain(JournalEntry entry)
    {
        ILiteCollection<BsonDocument> domains = database.GetCollection(DirectorySchema.Domains);
        if (entry.After is not DomainRecord domain)
        {
            domains.Delete(entry.Key);
            return;
        }

        byte[] record = JsonSerializer.SerializeToUtf8Bytes(DirectoryMapping.ToDocument(domain), DirectoryJson.Default.DomainDocument);
        BsonDocument document = ToBson(entry.Key, record);
        document[DirectorySchema.Enabled] = domain.Enabled;
        domains.Upsert(document);
    }

    private void WriteAccount(AccountRecord? before, AccountRecord? after)
    {
        ILiteCollection<BsonDocument> accounts = database.GetCollection(DirectorySchema.Accounts);
        if (before is not null && before.Address != after?.Address)
        {
            accounts.Delete(before.Address.Canonical);
        }

        if (after is null)
        {
            database.GetCollection(DirectorySchema.Logons).Delete(before!.Id.Value);
            return;
        }

        byte[] record = JsonSerializer.SerializeToUtf8Bytes(DirectoryMapping.ToDocument(after), DirectoryJson.Default.AccountDocument);
        BsonDocument document = ToBson(after.Address.Canonical, record);
        document[DirectorySchema.AccountNumber] = after.Id.Value;
        document[DirectorySchema.Domain] = after.Address.Domain.Ascii;
        document[DirectorySchema.Enabled] = after.Enabled;
        accounts.Upsert(document);
    }

    private void WriteAlias(JournalEntry entry)
    {
        ILiteCollection<BsonDocument> aliases = database.GetCollection(DirectorySchema.Aliases);
        if (entry.After is not AliasRecord alias)
        {
            aliases.Delete(entry.Key);
            return;
        }

        byte[] record = JsonSerializer.SerializeToUtf8Bytes(DirectoryMapping.ToDocument(alias), DirectoryJson.Default.AliasDocument);
        BsonDocument document = ToBson(entry.Key, record);
        document[DirectorySchema.Domain] = alias.Address.Domain.Ascii;
        document[DirectorySchema.Enabled] = alias.Enabled;
        aliases.Upsert(document);
    }

    private void WriteGroup(JournalEntry entry)
    {
        ILiteCollection<BsonDocument> groups = database.GetCollection(DirectorySchema.Groups);
        if (entry.After is not GroupRecord group)
        {
            groups.Delete(entry.Key);
            return;
        }

        byte[] record = JsonSerializer.SerializeToUtf8Bytes(DirectoryMapping.ToDocument(group), DirectoryJson.Default.GroupDocument);
        BsonDocument document = ToBson(entry.Key, record);
        document[DirectorySchema.Domain] = group.Address.Domain.Ascii;
        document[DirectorySchema.Enabled] = group.Enabled;
        groups.Upsert(document);
    }

    private void WriteLogons(IEnumerable<LogonRecord> logons)
    {
        ILiteCollection<BsonDocument> collection = database.GetCollection(DirectorySchema.Logons);
        foreach (LogonRecord logon in logons)
        {
            collection.Upsert(new BsonDocument
            {
                [DirectorySchema.Id] = logon.Account.Value,
                [DirectorySchema.When] = logon.When.UtcTicks,
                [DirectorySchema.Protocol] = (int)logon.Protocol,
                [DirectorySchema.RemoteAddress] = logon.RemoteAddress,
            });
        }
    }

    private static LogonRecord ToLogon(BsonDocument document) => new(
        new AccountId(document[DirectorySchema.Id].AsInt64),
        new DateTimeOffset(document[DirectorySchema.When].AsInt64, TimeSpan.Zero),
        (MailProtocol)document[DirectorySchema.Protocol].AsInt32,
        document[DirectorySchema.RemoteAddress].AsString);

    private void WriteState(DirectorySnapshot snapshot, long sequence)
    {
        database.GetCollection(DirectorySchema.State).Upsert(new BsonDocument
        {
            [DirectorySchema.Id] = OnlyKey,
            [DirectorySchema.Version] = DirectorySchema.Number,
            [DirectorySchema.Sequence] = sequence,
            [DirectorySchema.Settings] = 1,
            [DirectorySchema.Domains] = snapshot.Domains.Count,
            [DirectorySchema.Accounts] = snapshot.Accounts.Count,
            [DirectorySchema.Aliases] = snapshot.Aliases.Count,
            [DirectorySchema.Groups] = snapshot.Groups.Count,
        });
    }
}

/// <summary>directory.db cannot be used; it is set aside and made anew.</summary>
internal sealed class DirectoryDamagedException(
    string message, Exception? innerException = null) : Exception(message, innerException);

using System.Collections.Concurrent;
using LiteDB;
using LiteDB.Engine;
using MailAdmin.Storage.Disk;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// LiteDB, with its known faults behind it. One thread uses it at a time. Whatever goes wrong in it is a
/// <see cref="DirectoryDamagedException"/>, after which the file is closed and made again.
/// </summary>
internal sealed class DirectoryDatabase : IDisposable
{
    // A transaction that cannot be rolled back has a finalizer that throws, which ends the process: such databases stay
    // reachable, with some 10 MB each.
    private static readonly ConcurrentBag<LiteDatabase> Broken = [];

    private readonly WriteFault fault = new();
    private readonly UnsyncedStream data;
    private readonly UnsyncedStream log;
    private readonly LiteDatabase database;

    private DirectoryDatabase(string path, string logPath)
    {
        data = OpenStream(path, fault);
        log = OpenStream(logPath, fault);
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

    /// <summary>Whether anything was ever written.</summary>
    public bool IsNew => Guard(() => !database.GetCollectionNames().Any());

    /// <summary>Opens a file, or makes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="logPath">Where LiteDB has what it did not yet carry over into the file.</param>
    /// <exception cref="DirectoryDamagedException">It cannot be read.</exception>
    public static DirectoryDatabase Open(string path, string logPath) =>
        Guard(() => new DirectoryDatabase(path, logPath));

    /// <summary>The document of a key; null: it does not exist.</summary>
    public DirectoryDocument? Find(string collection, object id)
    {
        BsonDocument? found = Guard(() => database.GetCollection(collection).FindById(new BsonValue(id)));
        return found is null ? null : ToDocument(found);
    }

    /// <summary>All documents of a collection.</summary>
    public IReadOnlyList<DirectoryDocument> ReadAll(string collection) =>
        Guard(() => (List<DirectoryDocument>)[.. database.GetCollection(collection).FindAll().Select(ToDocument)]);

    /// <summary>The documents with the highest numbers as keys below one, descending.</summary>
    public IReadOnlyList<DirectoryDocument> ReadDown(string collection, long below, int max) => Guard(
        () => Read(QueryOf(collection).Where("_id < @0", new BsonValue(below)).OrderByDescending("_id"), max));

    /// <summary>The documents with the lowest numbers as keys from one on, ascending.</summary>
    public IReadOnlyList<DirectoryDocument> ReadUp(string collection, long from, int max) => Guard(
        () => Read(QueryOf(collection).Where("_id >= @0", new BsonValue(from)).OrderBy("_id"), max));

    /// <summary>
    /// The documents with a number in an indexed field, in no order; null: more than so many have it.
    /// </summary>
    public IReadOnlyList<DirectoryDocument>? FindByIndex(string collection, string field, long value, int max)
    {
        BsonExpression equal = Query.EQ(field, new BsonValue(value));
        return Guard(() => database.GetCollection(collection).Count(equal) > max
            ? null
            : (List<DirectoryDocument>)[.. database.GetCollection(collection).Find(equal).Select(ToDocument)]);
    }

    /// <summary>Makes an index of a field.</summary>
    public void CreateIndex(string collection, string field) =>
        Guard(() => database.GetCollection(collection).EnsureIndex(field));

    /// <summary>Makes changes in one transaction.</summary>
    /// <exception cref="DirectoryDamagedException">It cannot be written.</exception>
    public void InTransaction(Action change)
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
            Abandon();
            throw;
        }

        if (fault.Cause is { } cause)
        {
            throw new DirectoryDamagedException(cause.Message, cause);
        }
    }

    /// <summary>Writes a document in place of one with the same key, if any.</summary>
    public void Upsert(string collection, DirectoryDocument document)
    {
        BsonDocument bson = new() { [DirectorySchema.Id] = new BsonValue(document.Id) };
        foreach ((string name, object value) in document.Fields)
        {
            bson[name] = new BsonValue(value);
        }

        database.GetCollection(collection).Upsert(bson);
    }

    /// <summary>Removes the document of a key, if any.</summary>
    public void Delete(string collection, object id) => database.GetCollection(collection).Delete(new BsonValue(id));

    /// <summary>Removes the documents with numbers as keys below one.</summary>
    public void DeleteBelow(string collection, long key) =>
        database.GetCollection(collection).DeleteMany("_id < @0", new BsonValue(key));

    /// <summary>Carries over into the file what is in the log of LiteDB.</summary>
    /// <exception cref="DirectoryDamagedException">It cannot be written.</exception>
    public void Checkpoint()
    {
        Guard(() =>
        {
            database.Checkpoint();
            return true;
        });
        if (fault.Cause is { } cause)
        {
            throw new DirectoryDamagedException(cause.Message, cause);
        }
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
            // It is found damaged when the store is opened the next time, and made again.
        }

        log.Dispose();
        data.Dispose();
    }

    private static UnsyncedStream OpenStream(string path, WriteFault fault)
    {
        const FileShare sharing = FileShare.ReadWrite | FileShare.Delete;
        return new UnsyncedStream(
            StorePlatform.OpenFile(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, sharing), fault);
    }

    private static List<DirectoryDocument> Read(ILiteQueryable<BsonDocument> query, int max) =>
        [.. query.Limit(max).ToEnumerable().Select(ToDocument)];

    private static DirectoryDocument ToDocument(BsonDocument bson)
    {
        DirectoryDocument document = new(bson[DirectorySchema.Id].RawValue);
        foreach ((string name, BsonValue value) in bson.GetElements())
        {
            document[name] = value.RawValue is DateTime time ? time.ToUniversalTime() : value.RawValue;
        }

        return document;
    }

    private ILiteQueryable<BsonDocument> QueryOf(string collection) => database.GetCollection(collection).Query();

    private void Abandon()
    {
        try
        {
            // A transaction that is rolled back, here or by LiteDB itself, is not finalized.
            Guard(database.Rollback);
        }
        catch (DirectoryDamagedException)
        {
            Broken.Add(database);
        }
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
}

/// <summary>directory.db cannot be used; it is quarantined and made again.</summary>
internal sealed class DirectoryDamagedException(
    string message, Exception? innerException = null) : Exception(message, innerException);

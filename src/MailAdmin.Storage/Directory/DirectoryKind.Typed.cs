using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// A kind of object of the directory: its key, how it is stored, and the rules by which it is made, changed and removed.
/// </summary>
internal abstract class DirectoryKind<TKey, TRecord>(int number, string name, string collection, JsonTypeInfo<TRecord> type)
    : DirectoryKind(number, name, collection)
    where TKey : notnull
    where TRecord : class
{
    private byte[]? defaults;

    public override DirectoryTable Empty => CreateTable([]);

    /// <summary>The key of an object.</summary>
    public abstract TKey KeyOf(TRecord record);

    /// <summary>A key as text; objects are listed in the ordinal order of it.</summary>
    public abstract string KeyTextOf(TKey key);

    /// <summary>The domain in which an object counts; null: in none.</summary>
    public virtual DomainName? DomainOf(TRecord record) => null;

    /// <summary>Adds an object.</summary>
    /// <exception cref="MailException">A rule of the kind forbids it.</exception>
    public virtual TRecord Create(DirectoryTransaction transaction, TRecord record)
    {
        CheckNew(transaction.Directory, record);
        return Apply(transaction, before: null, record);
    }

    /// <summary>Changes an object; what identifies it stays.</summary>
    /// <exception cref="MailException">It does not exist, or a rule of the kind forbids the change.</exception>
    public TRecord Update(DirectoryTransaction transaction, TKey key, Func<TRecord, TRecord> change)
    {
        TRecord before = Require(transaction.Directory, key);
        return Apply(transaction, before, KeepIdentity(before, change(before)));
    }

    /// <summary>Removes an object, and returns what it was.</summary>
    /// <exception cref="MailException">It does not exist, or a rule of the kind forbids it.</exception>
    public virtual TRecord Remove(DirectoryTransaction transaction, TKey key)
    {
        TRecord before = Require(transaction.Directory, key);
        transaction.Apply(new DirectoryChange(this, before, After: null));
        return before;
    }

    /// <summary>The object of a key.</summary>
    /// <exception cref="MailException">It does not exist.</exception>
    public TRecord Require(DirectorySnapshot directory, TKey key) => directory.Of(this).Find(key) ?? throw NotFound(directory, key);

    public sealed override DirectoryTable ToTable(IEnumerable<object> records) => CreateTable([.. records.Cast<TRecord>()]);

    public sealed override string KeyTextOf(object record) => KeyTextOf(KeyOf((TRecord)record));

    public sealed override DomainName? DomainOf(object record) => DomainOf((TRecord)record);

    public sealed override byte[] Write(object record) => JsonSerializer.SerializeToUtf8Bytes((TRecord)record, type);

    // Generated code sets what is missing to zero or null, so the defaults go before what is there: the last one counts.
    public sealed override object Read(ReadOnlySpan<byte> json)
    {
        byte[] prefix = defaults ??= WriteDefaults();
        int length = prefix.Length + json.Length - 1;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            prefix.CopyTo(buffer, 0);
            json[1..].CopyTo(buffer.AsSpan(prefix.Length));
            return JsonSerializer.Deserialize(buffer.AsSpan(0, length), type) ?? throw new JsonException("A record is empty.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The error that there is no object of a key.</summary>
    protected abstract MailException NotFound(DirectorySnapshot directory, TKey key);

    /// <summary>The changed object with what identifies it as it was.</summary>
    protected abstract TRecord KeepIdentity(TRecord before, TRecord after);

    /// <summary>Whether the key of a new object is free, and it may be there.</summary>
    protected virtual void CheckNew(DirectorySnapshot directory, TRecord record)
    {
    }

    /// <summary>Whether an object may be so, in the directory without the change.</summary>
    protected virtual void Check(DirectorySnapshot directory, TRecord record)
    {
    }

    /// <summary>Whether a directory with the change keeps the rules.</summary>
    protected virtual void CheckApplied(DirectorySnapshot directory, TRecord? before, TRecord after)
    {
    }

    protected virtual DirectoryTable<TKey, TRecord> CreateTable(IReadOnlyCollection<TRecord> records) => new(this, records);

    protected TRecord Apply(DirectoryTransaction transaction, TRecord? before, TRecord after)
    {
        Check(transaction.Directory, after);
        transaction.Apply(new DirectoryChange(this, before, after));
        CheckApplied(transaction.Directory, before, after);
        return after;
    }

    // A new record without its key, without the last brace: "{", or "{" and properties that each end in a comma.
    private byte[] WriteDefaults()
    {
        JsonSerializerOptions options = new(type.Options)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
            TypeInfoResolver = type.OriginatingResolver,
        };
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(Activator.CreateInstance<TRecord>(), options.GetTypeInfo(typeof(TRecord)));
        if (json.Length > 2)
        {
            json[^1] = (byte)',';
            return json;
        }

        return json[..1];
    }
}

using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// A kind of object of the directory: its key, how it is stored, and the rules by which it is made, changed and
/// removed.
/// </summary>
internal abstract class DirectoryKind<TKey, TRecord>(
    int number, string name, string collection, JsonTypeInfo<TRecord> type)
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
    public TRecord Require(DirectorySnapshot directory, TKey key) =>
        directory.Of(this).Find(key) ?? throw NotFound(directory, key);

    public sealed override DirectoryTable ToTable(IEnumerable<object> records) =>
        CreateTable([.. records.Cast<TRecord>()]);

    public sealed override string KeyTextOf(object record) => KeyTextOf(KeyOf((TRecord)record));

    public sealed override DomainName? DomainOf(object record) => DomainOf((TRecord)record);

    public sealed override RecordDifference Compare(object? before, object? after)
    {
        object blank = Activator.CreateInstance<TRecord>();
        RecordDifference difference = RecordText.Compare(type, before ?? blank, after ?? blank);
        return before is null ? difference with { Before = [] }
            : after is null ? difference with { After = [] }
            : difference;
    }

    public sealed override void Undo(DirectoryTransaction transaction, DirectoryChange change, long sequence)
    {
        DirectorySnapshot directory = transaction.Directory;
        TRecord? current = directory.Of(this).FindSame((TRecord)(change.After ?? change.Before)!);
        if (change.After is not TRecord after)
        {
            TRecord lost = (TRecord)change.Before!;
            CheckRecreate(lost, sequence);
            CheckNew(directory, lost);
            transaction.Apply(new DirectoryChange(this, Before: null, lost));
        }
        else if (current is null)
        {
            throw MailException.Of(MailError.ChangeConflict, change.Key, sequence);
        }
        else if (change.Before is TRecord before)
        {
            TRecord reversed = Reverse(current, before, after)
                ?? throw MailException.Of(MailError.ChangeConflict, change.Key, sequence);
            if (!KeyOf(reversed).Equals(KeyOf(current)))
            {
                CheckMove(directory, current, reversed);
            }

            Check(directory, reversed);
            transaction.Apply(new DirectoryChange(this, current, reversed));
        }
        else
        {
            if (!Write(current).AsSpan().SequenceEqual(Write(after)))
            {
                throw MailException.Of(MailError.ChangeConflict, change.Key, sequence);
            }

            CheckUncreate(transaction, current, sequence);
            Remove(transaction, KeyOf(current));
        }
    }

    public sealed override void CheckApplied(DirectorySnapshot directory, DirectoryChange change)
    {
        if (change.After is TRecord after && directory.Of(this).Contains(KeyOf(after)))
        {
            CheckApplied(directory, (TRecord?)change.Before, after);
        }
    }

    public sealed override byte[] Write(object record) => JsonSerializer.SerializeToUtf8Bytes((TRecord)record, type);

    // Generated code sets what is missing to zero or null, so the defaults go before what is there: the last one
    // counts.
    public sealed override object Read(ReadOnlySpan<byte> json)
    {
        byte[] prefix = defaults ??= WriteDefaults();
        int length = prefix.Length + json.Length - 1;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            prefix.CopyTo(buffer, 0);
            json[1..].CopyTo(buffer.AsSpan(prefix.Length));
            return JsonSerializer.Deserialize(buffer.AsSpan(0, length), type)
                ?? throw new JsonException("A record is empty.");
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

    /// <summary>Whether an object may have another key.</summary>
    protected virtual void CheckMove(DirectorySnapshot directory, TRecord before, TRecord after) =>
        CheckNew(directory, after);

    /// <summary>Whether an object that was removed can come back.</summary>
    protected virtual void CheckRecreate(TRecord record, long sequence)
    {
    }

    /// <summary>Whether removing an object that was made costs nothing else.</summary>
    protected virtual void CheckUncreate(DirectoryTransaction transaction, TRecord record, long sequence)
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

    protected virtual DirectoryTable<TKey, TRecord> CreateTable(IReadOnlyCollection<TRecord> records) =>
        new(this, records);

    protected TRecord Apply(DirectoryTransaction transaction, TRecord? before, TRecord after)
    {
        Check(transaction.Directory, after);
        transaction.Apply(new DirectoryChange(this, before, after));
        CheckApplied(transaction.Directory, before, after);
        return after;
    }

    // What the change set is set back; null: something of it was changed again since.
    private TRecord? Reverse(TRecord current, TRecord before, TRecord after)
    {
        JsonObject values = ToJson(current);
        JsonObject left = ToJson(before);
        JsonObject right = ToJson(after);
        foreach (string name in left.Concat(right).Select(property => property.Key).Distinct().ToArray())
        {
            if (JsonNode.DeepEquals(left[name], right[name]))
            {
                continue;
            }

            if (!JsonNode.DeepEquals(values[name], right[name]))
            {
                return null;
            }

            values[name] = left[name]?.DeepClone();
        }

        return values.Deserialize(type);
    }

    private JsonObject ToJson(TRecord record) => JsonSerializer.SerializeToNode(record, type)!.AsObject();

    // What a new record has that generated code would not set, without the last brace: "{", or "{" and properties that
    // each end in a comma.
    private byte[] WriteDefaults()
    {
        TRecord blank = Activator.CreateInstance<TRecord>();
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            foreach (JsonPropertyInfo property in type.Properties)
            {
                object? value = property.Get!(blank);
                if (value is not null
                    && !(value is ValueType && value.Equals(Activator.CreateInstance(value.GetType()))))
                {
                    writer.WritePropertyName(property.Name);
                    JsonSerializer.Serialize(writer, value, property.Options.GetTypeInfo(property.PropertyType));
                }
            }

            writer.WriteEndObject();
        }

        byte[] json = buffer.WrittenSpan.ToArray();
        if (json.Length > 2)
        {
            json[^1] = (byte)',';
            return json;
        }

        return json[..1];
    }
}

using System.Text;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Directory;

/// <summary>A document of directory.db: its key, and fields that are texts, numbers, times or truth values.</summary>
internal sealed class DirectoryDocument(object id)
{
    private readonly Dictionary<string, object> fields = [];

    /// <summary>The key: a text or a number.</summary>
    public object Id => id;

    /// <summary>All fields but the key.</summary>
    public IReadOnlyDictionary<string, object> Fields => fields;

    /// <summary>Adds a field; null: none.</summary>
    public object? this[string name]
    {
        set
        {
            if (value is not null)
            {
                fields[name] = value;
            }
        }
    }

    /// <summary>Adds JSON with its checksum, because LiteDB's pages have none.</summary>
    public DirectoryDocument WithRecord(ReadOnlySpan<byte> json)
    {
        this[DirectorySchema.Record] = Encoding.UTF8.GetString(json);
        this[DirectorySchema.Checksum] = (long)Crc32C.Compute(json);
        return this;
    }

    /// <summary>The JSON that <see cref="WithRecord"/> added.</summary>
    /// <exception cref="DirectoryDamagedException">It is not what was written.</exception>
    public byte[] GetRecord()
    {
        byte[] json = Encoding.UTF8.GetBytes(GetText(DirectorySchema.Record));
        return GetNumber(DirectorySchema.Checksum) == Crc32C.Compute(json)
            ? json
            : throw new DirectoryDamagedException($"'{id}' is damaged.");
    }

    /// <summary>A field that is a text.</summary>
    public string GetText(string name) => Get<string>(name);

    /// <summary>A field that is a number.</summary>
    public long GetNumber(string name) => fields.GetValueOrDefault(name) is int number ? number : Get<long>(name);

    /// <summary>A field that is a time, in UTC; the file keeps milliseconds.</summary>
    public DateTime GetTime(string name) => Get<DateTime>(name);

    private T Get<T>(string name) =>
        fields.GetValueOrDefault(name) is T value
            ? value
            : throw new DirectoryDamagedException($"'{id}' has no {name}.");
}

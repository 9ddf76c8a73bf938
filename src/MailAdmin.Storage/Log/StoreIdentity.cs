using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using MailAdmin.Storage.Disk;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Log;

/// <summary>store.json: what the folder is, and the key of its log, which every segment has too.</summary>
internal sealed record StoreIdentity
{
    /// <summary>The schema of this program. 2: the log has queue items, and groups in its journal.</summary>
    public const int CurrentSchema = 2;

    /// <summary>The number of the layout on disk.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>When the store was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>The name of the host at that time.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>See <see cref="LogKey.Mark"/>.</summary>
    public uint LogMark { get; init; }

    /// <summary>See <see cref="LogKey.Seed"/>.</summary>
    public uint LogSeed { get; init; }

    /// <summary>The key of the log.</summary>
    [JsonIgnore]
    public LogKey Key => new(LogMark, LogSeed);

    /// <summary>A new identity with a random key.</summary>
    public static StoreIdentity Create(string hostName, DateTimeOffset created) => new()
    {
        HostName = hostName,
        Created = created,
        LogMark = RandomNumber(),
        LogSeed = RandomNumber(),
    };

    /// <summary>Reads the file; null: it is missing or damaged.</summary>
    public static StoreIdentity? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), StoreIdentityJson.Default.StoreIdentity);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the file; it is there whole or not at all.</summary>
    public void Write(string path)
    {
        string temporary = path + ".new";
        using (SafeFileHandle file = StorePlatform.OpenFile(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            RandomAccess.Write(file, JsonSerializer.SerializeToUtf8Bytes(this, StoreIdentityJson.Default.StoreIdentity), 0);
            StorePlatform.Sync(file);
        }

        File.Move(temporary, path, overwrite: true);
        StorePlatform.SyncFolder(Path.GetDirectoryName(path)!);
    }

    // Without zero octets, so that zeroed disk space never looks like the mark.
    private static uint RandomNumber()
    {
        Span<byte> octets = stackalloc byte[sizeof(uint)];
        do
        {
            RandomNumberGenerator.Fill(octets);
        }
        while (octets.Contains((byte)0));

        return BitConverter.ToUInt32(octets);
    }
}

/// <summary>store.json by generated code.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoreIdentity))]
internal sealed partial class StoreIdentityJson : JsonSerializerContext;

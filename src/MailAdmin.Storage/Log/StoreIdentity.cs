using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using MailAdmin.Storage.Disk;

namespace MailAdmin.Storage.Log;

/// <summary>store.json: what identifies a store, and the key of its log, which every segment has too.</summary>
internal sealed record StoreIdentity
{
    /// <summary>The schema of this version. 2: the log has queue items, and groups in its journal.</summary>
    public const int CurrentSchema = 2;

    /// <summary>The number of the layout on disk.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>When the store was created.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>The name of the host at that time.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>See <see cref="LogKey.Mark"/>.</summary>
    public uint LogMark { get; init; }

    /// <summary>See <see cref="LogKey.Seed"/>.</summary>
    public uint LogSeed { get; init; }

    /// <summary>
    /// The CRC-32C of the file up to the name of this property, which is the last one; null: an earlier version wrote
    /// the file.
    /// </summary>
    [JsonPropertyOrder(1)]
    public uint? Check { get; init; }

    /// <summary>The key of the log.</summary>
    [JsonIgnore]
    public LogKey Key => new(LogMark, LogSeed);

    /// <summary>Whether the file is as it was written; never when an earlier version wrote it.</summary>
    [JsonIgnore]
    public bool IsIntact { get; private init; }

    /// <summary>A new identity with a random key.</summary>
    public static StoreIdentity Create(string hostName, DateTimeOffset created) => new()
    {
        HostName = hostName,
        Created = created,
        LogMark = RandomNumber(),
        LogSeed = RandomNumber(),
    };

    /// <summary>Reads the file. Returns null when it is missing, or so damaged that it is no JSON.</summary>
    public static StoreIdentity? TryRead(string path)
    {
        try
        {
            byte[] json = File.ReadAllBytes(path);
            StoreIdentity? read = JsonSerializer.Deserialize(json, StoreIdentityJson.Default.StoreIdentity);
            return read is null
                ? null
                : read with { IsIntact = read.Check is { } check && check == ComputeCheck(json) };
        }
        catch (Exception exception)
            when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    public void Write(string path)
    {
        uint? check = ComputeCheck(ToJson(this with { Check = 0 }));
        StorePlatform.ReplaceFile(path, ToJson(this with { Check = check }));
    }

    private static byte[] ToJson(StoreIdentity identity) =>
        JsonSerializer.SerializeToUtf8Bytes(identity, StoreIdentityJson.Default.StoreIdentity);

    // Null when the file has none.
    private static uint? ComputeCheck(ReadOnlySpan<byte> json)
    {
        int end = json.LastIndexOf("\"check\""u8);
        return end < 0 ? null : Crc32C.Compute(json[..end]);
    }

    // Without zero bytes, so that empty disk space never looks like the mark.
    private static uint RandomNumber()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        do
        {
            RandomNumberGenerator.Fill(bytes);
        }
        while (bytes.Contains((byte)0));

        return BitConverter.ToUInt32(bytes);
    }
}

/// <summary>store.json by generated code.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoreIdentity))]
internal sealed partial class StoreIdentityJson : JsonSerializerContext;

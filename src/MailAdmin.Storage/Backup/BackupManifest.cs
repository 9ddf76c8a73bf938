using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using MailAdmin.Storage.Disk;

namespace MailAdmin.Storage.Backup;

/// <summary>A file of a backup.</summary>
/// <param name="Name">Its path in the backup and in the store, with '/' between folders.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sha256">Its SHA-256, in hexadecimal digits.</param>
internal sealed record BackupFile(string Name, long Length, string Sha256);

/// <summary>
/// manifest.json: what a backup consists of. It is written last, so a folder that has it is complete; it has a
/// checksum of its own.
/// </summary>
internal sealed record BackupManifest
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The format of this version.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The format of the backup.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The number of the backup in its destination. It orders backups, since clocks may jump.</summary>
    public required int Number { get; init; }

    /// <summary>Identifies the store, by the key of its log.</summary>
    public required string Store { get; init; }

    /// <summary>When the backup began.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The last record of the log that is in the backup.</summary>
    public required long LastSequence { get; init; }

    /// <summary>The messages in all mailboxes.</summary>
    public required long Messages { get; init; }

    /// <summary>All files except this one.</summary>
    public required IReadOnlyList<BackupFile> Files { get; init; }

    /// <summary>The SHA-256 of the file up to the name of this property, which is the last one.</summary>
    [JsonPropertyOrder(1)]
    public string Check { get; init; } = "";

    /// <summary>The bytes of all files.</summary>
    [JsonIgnore]
    public long Size => Files.Sum(file => file.Length);

    /// <summary>Reads the manifest of a backup; null when there is none.</summary>
    /// <exception cref="MailException">BackupDamaged, or it was written by a newer version (StoreInvalid).</exception>
    public static BackupManifest? Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            byte[] json = File.ReadAllBytes(path);
            BackupManifest? read = JsonSerializer.Deserialize(json, BackupManifestJson.Default.BackupManifest);
            if (read is null || read.Check != ComputeCheck(json))
            {
                throw MailException.Of(MailError.BackupDamaged, path);
            }

            return read.Format <= CurrentFormat
                ? read
                : throw MailException.Of(MailError.StoreInvalid.As("NewerLayout"), folder, read.Format);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException exception)
        {
            throw MailException.Of(MailError.BackupDamaged, exception, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Translate(exception, path);
        }
    }

    /// <summary>Writes the manifest, whole or not at all, and makes it durable.</summary>
    public void Write(string folder)
    {
        string check = ComputeCheck(ToJson(this with { Check = "" }));
        StorePlatform.ReplaceFile(Path.Combine(folder, FileName), ToJson(this with { Check = check }));
    }

    private static byte[] ToJson(BackupManifest manifest) =>
        JsonSerializer.SerializeToUtf8Bytes(manifest, BackupManifestJson.Default.BackupManifest);

    private static string ComputeCheck(ReadOnlySpan<byte> json)
    {
        int end = json.LastIndexOf("\"check\""u8);
        return Convert.ToHexStringLower(SHA256.HashData(end < 0 ? json : json[..end]));
    }
}

/// <summary>manifest.json by generated code.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupManifestJson : JsonSerializerContext;

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MailAdmin.Server.Transfer;

/// <summary>
/// Which messages of a server an account has, a line of JSON for each batch, written after the store has the batch. A
/// line that is missing or not whole costs a comparison of its messages, never a message: those are recognised by their
/// bytes.
/// </summary>
internal sealed class CopyState : IDisposable
{
    private readonly List<CopyStateLine> lines = [];
    private readonly StreamWriter file;

    private CopyState(string path)
    {
        if (File.Exists(path))
        {
            lines.AddRange(File.ReadLines(path).Select(Parse).OfType<CopyStateLine>());
        }

        // What a killed run has begun to write must not spoil the next line.
        file = new StreamWriter(path, append: true) { AutoFlush = true };
        file.Write('\n');
    }

    /// <summary>Opens the state of a source and an account in a folder, which is created.</summary>
    public static CopyState Open(string folder, string server, int port, string user, string account)
    {
        Directory.CreateDirectory(folder);
        byte[] name = Encoding.UTF8.GetBytes($"{server}\n{port}\n{user}\n{account}".ToLowerInvariant());
        return new CopyState(Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(name))[..32] + ".jsonl"));
    }

    /// <summary>
    /// The messages of a folder that were copied; none of it counts when either folder was created again since.
    /// </summary>
    public HashSet<uint> Find(string folder, uint uidValidity, long targetUidValidity) =>
    [
        .. lines.Where(line => line.Folder == folder
            && line.UidValidity == uidValidity
            && line.TargetUidValidity == targetUidValidity).SelectMany(line => line.Uids)
    ];

    /// <summary>Records a batch.</summary>
    public void Add(string folder, uint uidValidity, long targetUidValidity, IReadOnlyList<uint> uids)
    {
        CopyStateLine line = new(folder, uidValidity, targetUidValidity, uids);
        file.Write(JsonSerializer.Serialize(line, CopyStateJson.Default.CopyStateLine) + "\n");
    }

    public void Dispose() => file.Dispose();

    private static CopyStateLine? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonSerializer.Deserialize(text, CopyStateJson.Default.CopyStateLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Messages of a folder that were copied.</summary>
internal sealed record CopyStateLine(
    string Folder, uint UidValidity, long TargetUidValidity, IReadOnlyList<uint> Uids);

[JsonSerializable(typeof(CopyStateLine))]
internal sealed partial class CopyStateJson : JsonSerializerContext;

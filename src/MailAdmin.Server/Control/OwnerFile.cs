using System.Text.Json;
using MailAdmin.Server.Secrets;

namespace MailAdmin.Server.Control;

/// <summary>What the owner of a store writes beside the lock: who it is, and where it answers.</summary>
internal sealed record OwnerFile(int ProcessId, string EndPoint)
{
    private const string FileName = "owner.json";

    /// <summary>Reads it; null: there is none that can be read. It may be that of an owner that is dead.</summary>
    public static OwnerFile? TryRead(string storePath)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PathIn(storePath)), ControlJson.Default.OwnerFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void WriteTo(string storePath) =>
        PrivateFile.Write(PathIn(storePath), JsonSerializer.SerializeToUtf8Bytes(this, ControlJson.Default.OwnerFile));

    public static void DeleteFrom(string storePath) => PrivateFile.Delete(PathIn(storePath));

    private static string PathIn(string storePath) => Path.Combine(storePath, FileName);
}

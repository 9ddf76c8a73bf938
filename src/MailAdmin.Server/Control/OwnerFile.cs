using System.Text.Json;
using MailAdmin.Server.Secrets;

namespace MailAdmin.Server.Control;

/// <summary>
/// What the owner of a store writes beside the lock: who it is, and where it answers. It is copied with a store, so it
/// counts only in the folder for which it was written.
/// </summary>
/// <param name="Id">A random name of the owner; another owner, in the same process too, has another.</param>
/// <param name="ProcessId">The process of the owner.</param>
/// <param name="Folder">The folder of the store, without symbolic links.</param>
/// <param name="EndPoint">
/// <see cref="SocketName"/>: the socket in the folder of the store. Otherwise the path of a socket, or the name of a
/// pipe.
/// </param>
internal sealed record OwnerFile(string? Id, int ProcessId, string? Folder, string? EndPoint)
{
    /// <summary>The name of the socket in the folder of a store.</summary>
    public const string SocketName = "control";

    private const string FileName = "owner.json";

    /// <summary>What this process writes as the owner of a store.</summary>
    public static OwnerFile Create(string storePath, string endPoint) =>
        new(Guid.NewGuid().ToString("N"), Environment.ProcessId, RealPath.Of(storePath), endPoint);

    /// <summary>
    /// Reads it; null when there is none that can be read. It may be that of an owner that is dead, or of another
    /// store.
    /// </summary>
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

    /// <summary>Where the owner of a store answers; null when this is the file of another store.</summary>
    public string? EndPointFor(string storePath)
    {
        return EndPoint == SocketName ? Path.Combine(storePath, SocketName)
            : IsOf(storePath) ? EndPoint
            : null;
    }

    /// <summary>Whether it was written for a store in this folder.</summary>
    public bool IsOf(string storePath) => Folder is not null && Folder == RealPath.Of(storePath);

    public void WriteTo(string storePath) =>
        PrivateFile.Write(PathIn(storePath), JsonSerializer.SerializeToUtf8Bytes(this, ControlJson.Default.OwnerFile));

    /// <summary>Writes it unless it is there. Returns whether it was written.</summary>
    public bool RestoreIn(string storePath)
    {
        if (TryRead(storePath) == this)
        {
            return false;
        }

        WriteTo(storePath);
        return true;
    }

    /// <summary>
    /// Removes it. Returns false when that of another owner is there, which is the case when the store was moved away
    /// and another took its place.
    /// </summary>
    public bool TryDeleteFrom(string storePath)
    {
        if (TryRead(storePath) is { } found && found.Id != Id)
        {
            return false;
        }

        PrivateFile.Delete(PathIn(storePath));
        return true;
    }

    private static string PathIn(string storePath) => Path.Combine(storePath, FileName);
}

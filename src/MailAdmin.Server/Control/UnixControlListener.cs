using System.Net.Sockets;
using System.Text;
using MailAdmin.Server.Secrets;

namespace MailAdmin.Server.Control;

/// <summary>
/// A Unix socket that only this user can open: its folder is closed to others, and so is the socket itself. It is in
/// the folder of the store, or, when that path is too long for a socket, in a new folder for temporary files.
/// </summary>
internal sealed class UnixControlListener : IControlListener
{
    private const int Backlog = 64;
    private const string TemporaryPrefix = "mailadmin-";

    private const string NewExtension = ".new";

    // sun_path has 108 bytes on Linux and 104 on macOS, with a final zero.
    private const int MaxSocketPath = 103;

    private readonly Lock gate = new();
    private readonly string storePath;
    private OwnerFile owner;
    private Socket socket;
    private bool disposed;

    /// <summary>Opens it as the owner: a socket that is there is that of an owner that is dead.</summary>
    public UnixControlListener(string storePath)
    {
        this.storePath = storePath;
        RemoveLeftOver(storePath);
        (EndPoint, socket) = Bind(storePath);
        try
        {
            owner = OwnerFileFor(EndPoint);
            owner.WriteTo(storePath);
        }
        catch
        {
            RemoveSocket();
            throw;
        }
    }

    public string EndPoint { get; private set; }

    public async Task<Stream> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Socket current = Volatile.Read(ref socket);
            try
            {
                return new NetworkStream(await current.AcceptAsync(cancellationToken), ownsSocket: true);
            }
            catch (Exception exception) when (
                exception is SocketException or ObjectDisposedException
                && !ReferenceEquals(current, Volatile.Read(ref socket)))
            {
                // It was replaced; connections come in at the new one.
            }
        }
    }

    public bool Restore()
    {
        lock (gate)
        {
            if (disposed)
            {
                return false;
            }

            if (File.Exists(EndPoint))
            {
                return owner.RestoreIn(storePath);
            }

            (string path, Socket next) = Bind(storePath);
            Socket previous = socket;
            EndPoint = path;
            Volatile.Write(ref socket, next);
            previous.Dispose();
            owner = OwnerFileFor(path);
            owner.WriteTo(storePath);
            return true;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;

            // The file first: who finds none waits for the next owner, instead of being turned away by a socket that is
            // closing.
            bool isOurs = owner.TryDeleteFrom(storePath);
            if (isOurs || !IsIn(storePath))
            {
                RemoveSocket();
            }

            socket.Dispose();
        }
    }

    private static void RemoveLeftOver(string storePath)
    {
        if (OwnerFile.TryRead(storePath) is not { } left || !left.IsOf(storePath))
        {
            return;
        }

        string? folder = Path.GetDirectoryName(left.EndPoint);
        if (Path.GetFileName(left.EndPoint) == OwnerFile.SocketName
            && Path.GetFileName(folder)?.StartsWith(TemporaryPrefix, StringComparison.Ordinal) == true)
        {
            RemoveTemporary(left.EndPoint!);
        }
    }

    private static (string Path, Socket Socket) Bind(string storePath)
    {
        string path = Path.Combine(storePath, OwnerFile.SocketName);
        if (Encoding.UTF8.GetByteCount(path + NewExtension) > MaxSocketPath)
        {
            // A new folder with a name that nobody can know before, open to this user alone.
            path = Path.Combine(
                Directory.CreateTempSubdirectory(TemporaryPrefix).FullName, OwnerFile.SocketName);
        }

        // Under another name first, so that who finds it can connect. Disposing a socket also removes the file that it
        // was bound to; by that time there may be another's at the path.
        string unnamed = path + NewExtension;
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(unnamed);
            socket.Bind(new UnixDomainSocketEndPoint(unnamed));
            if (!OperatingSystem.IsWindows())
            {
                // Between bind and listen nobody can connect.
                File.SetUnixFileMode(unnamed, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            socket.Listen(Backlog);
            File.Move(unnamed, path, overwrite: true);
            return (path, socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void RemoveTemporary(string socketPath)
    {
        try
        {
            PrivateFile.Delete(socketPath);
            Directory.Delete(Path.GetDirectoryName(socketPath)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What tidies the folder for temporary files may have been there before; nobody connects there any more.
        }
    }

    private bool IsIn(string folder) => Path.GetDirectoryName(EndPoint) == folder;

    private OwnerFile OwnerFileFor(string path) =>
        OwnerFile.Create(storePath, Path.GetDirectoryName(path) == storePath ? OwnerFile.SocketName : path);

    private void RemoveSocket()
    {
        socket.Dispose();
        if (IsIn(storePath))
        {
            PrivateFile.Delete(EndPoint);
        }
        else
        {
            RemoveTemporary(EndPoint);
        }
    }
}

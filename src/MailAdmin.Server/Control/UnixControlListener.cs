using System.Net.Sockets;
using MailAdmin.Server.Secrets;

namespace MailAdmin.Server.Control;

/// <summary>
/// A Unix socket that only this user can open: its folder is closed to others, and so is the socket itself.
/// </summary>
internal sealed class UnixControlListener : IControlListener
{
    private const int Backlog = 64;
    private readonly string storePath;
    private readonly Socket socket;

    public UnixControlListener(string path, string storePath)
    {
        EndPoint = path;
        this.storePath = storePath;
        File.Delete(path);
        socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        if (!OperatingSystem.IsWindows())
        {
            // Between bind and listen nobody can connect.
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        socket.Listen(Backlog);
    }

    public string EndPoint { get; }

    public async Task<Stream> AcceptAsync(CancellationToken cancellationToken) =>
        new NetworkStream(await socket.AcceptAsync(cancellationToken), ownsSocket: true);

    public void Dispose()
    {
        // The file first: who finds none waits for the next owner, instead of being turned away by a socket that is
        // closing.
        OwnerFile.DeleteFrom(storePath);
        socket.Dispose();
        PrivateFile.Delete(EndPoint);
        string folder = Path.GetDirectoryName(EndPoint)!;
        if (folder != storePath)
        {
            DeleteFolder(folder);
        }
    }

    // What tidies the folder for temporary files may have been there before.
    private static void DeleteFolder(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Litter must not keep the store from closing.
        }
    }
}

using System.IO.Pipes;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace MailAdmin.Server.Control;

/// <summary>
/// Where the owner of a store answers other processes of the same user: a Unix socket, or on Windows a named pipe. The
/// one place that knows the difference.
/// </summary>
internal static class ControlEndpoint
{
    private const string SocketName = "control";
    private const string TemporaryPrefix = "mailadmin-";

    // sun_path has 108 bytes on Linux and 104 on macOS, with a final zero.
    private const int MaxSocketPath = 103;

    /// <summary>
    /// Opens it as the owner, which holds the lock: whatever is left there is of an owner that is dead.
    /// </summary>
    public static IControlListener Open(string storePath)
    {
        if (OperatingSystem.IsWindows())
        {
            string name = PipeNameOf(storePath);
            new OwnerFile(Environment.ProcessId, name).WriteTo(storePath);
            return new PipeControlListener(name, storePath);
        }

        RemoveLeftOver(storePath);
        string path = Path.Combine(storePath, SocketName);
        if (Encoding.UTF8.GetByteCount(path) > MaxSocketPath)
        {
            // A new folder with a name that nobody can know before, open to this user alone.
            path = Path.Combine(Directory.CreateTempSubdirectory(TemporaryPrefix).FullName, SocketName);
        }

        UnixControlListener listener = new(path, storePath);
        new OwnerFile(Environment.ProcessId, path).WriteTo(storePath);
        return listener;
    }

    /// <summary>Connects to the owner.</summary>
    /// <exception cref="IOException">Nobody answers there.</exception>
    public static async Task<Stream> ConnectAsync(string storePath, CancellationToken cancellationToken)
    {
        string endPoint = OwnerFile.TryRead(storePath)?.EndPoint
            ?? throw new FileNotFoundException("No owner has said where it answers.");
        if (OperatingSystem.IsWindows())
        {
            NamedPipeClientStream pipe = new(
                ".", endPoint, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
            try
            {
                await pipe.ConnectAsync(TimeSpan.FromMilliseconds(200), cancellationToken);
                return pipe;
            }
            catch (Exception exception)
            {
                await pipe.DisposeAsync();
                throw exception is TimeoutException ? new IOException("The pipe is not there.", exception) : exception;
            }
        }

        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(endPoint), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new IOException("The owner does not answer.", exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void RemoveLeftOver(string storePath)
    {
        if (OwnerFile.TryRead(storePath) is not { } left || Path.GetFileName(left.EndPoint) != SocketName)
        {
            return;
        }

        try
        {
            File.Delete(left.EndPoint);
            string folder = Path.GetDirectoryName(left.EndPoint)!;
            if (Path.GetFileName(folder).StartsWith(TemporaryPrefix, StringComparison.Ordinal))
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Litter of an owner that was killed; nobody connects there any more.
        }
    }

    private static string PipeNameOf(string storePath)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(storePath.ToUpperInvariant()));
        return "MailAdmin-" + Convert.ToHexString(digest.AsSpan(0, 16));
    }
}

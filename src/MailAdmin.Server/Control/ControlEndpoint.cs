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
    /// <summary>
    /// Opens it as the owner, which holds the lock: whatever is left there is of an owner that is dead.
    /// </summary>
    public static IControlListener Open(string storePath) => OperatingSystem.IsWindows()
        ? new PipeControlListener(PipeNameOf(storePath), storePath)
        : new UnixControlListener(storePath);

    /// <summary>Connects to the owner.</summary>
    /// <exception cref="IOException">Nobody answers there.</exception>
    public static async Task<Stream> ConnectAsync(string storePath, CancellationToken cancellationToken)
    {
        string endPoint = OwnerFile.TryRead(storePath)?.EndPointFor(storePath)
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
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            // A path that is too long for a socket is that of no owner.
            socket.Dispose();
            throw new IOException("The owner does not answer.", exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string PipeNameOf(string storePath)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(storePath.ToUpperInvariant()));
        return "MailAdmin-" + Convert.ToHexString(digest.AsSpan(0, 16));
    }
}

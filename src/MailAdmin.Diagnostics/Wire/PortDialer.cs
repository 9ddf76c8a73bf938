using System.Net;
using System.Net.Sockets;

namespace MailAdmin.Diagnostics.Wire;

/// <summary>Connects to the first of several addresses that answers, trying them in parallel. RFC 8305</summary>
internal static class PortDialer
{
    /// <exception cref="SocketException">No address answered; the cause that says most.</exception>
    public static async Task<Socket> ConnectAsync(
        IReadOnlyList<IPAddress> addresses, int port, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using CancellationTokenSource connected = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task<Socket>> attempts = [];
        SocketException? cause = null;
        int next = 0;
        while (next < addresses.Count || attempts.Count > 0)
        {
            if (next < addresses.Count)
            {
                attempts.Add(DialAsync(addresses[next++], port, connected.Token));
            }

            Task first = Task.WhenAny(attempts);
            await (next < addresses.Count
                ? Task.WhenAny(first, Task.Delay(Timeouts.NextAddress, timeProvider, cancellationToken))
                : first);
            foreach (Task<Socket> completed in attempts.Where(attempt => attempt.IsCompleted).ToArray())
            {
                attempts.Remove(completed);
                try
                {
                    Socket socket = await completed;
                    await connected.CancelAsync();
                    foreach (Task<Socket> late in attempts)
                    {
                        _ = CloseLateAsync(late);
                    }

                    return socket;
                }
                catch (SocketException e)
                {
                    cause = cause is null || Rank(e) > Rank(cause) ? e : cause;
                }
            }
        }

        throw cause ?? new SocketException((int)SocketError.HostNotFound);
    }

    // A refusal proves that the host is up, silence that there is a route.
    private static int Rank(SocketException cause) => cause.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => 2,
        SocketError.NetworkUnreachable or SocketError.NetworkDown => 0,
        SocketError.HostUnreachable or SocketError.HostDown => 0,
        _ => 1,
    };

    private static async Task<Socket> DialAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task CloseLateAsync(Task<Socket> attempt)
    {
        await ((Task)attempt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (attempt.IsCompletedSuccessfully)
        {
            (await attempt).Dispose();
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace MailAdmin.Diagnostics.Wire;

/// <summary>Connects to the first of several addresses that answers. RFC 8305 (the next one starts before the last gave up)</summary>
internal static class PortDialer
{
    /// <exception cref="SocketException">None answered; the most telling cause.</exception>
    public static async Task<Socket> ConnectAsync(
        IReadOnlyList<IPAddress> addresses, int port, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using CancellationTokenSource won = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task<Socket>> dials = [];
        SocketException? cause = null;
        int next = 0;
        while (next < addresses.Count || dials.Count > 0)
        {
            if (next < addresses.Count)
            {
                dials.Add(DialAsync(addresses[next++], port, won.Token));
            }

            Task first = Task.WhenAny(dials);
            Task wait = next < addresses.Count
                ? Task.WhenAny(first, Task.Delay(Timeouts.NextAddress, timeProvider, cancellationToken))
                : first;
            await wait;

            foreach (Task<Socket> done in dials.Where(dial => dial.IsCompleted).ToArray())
            {
                dials.Remove(done);
                try
                {
                    Socket socket = await done;
                    await won.CancelAsync();
                    foreach (Task<Socket> late in dials)
                    {
                        _ = CloseLateAsync(late);
                    }

                    return socket;
                }
                catch (SocketException e)
                {
                    // A refusal says that the host is there, silence that there is a way: more than a family of addresses
                    // that this machine's network does not have.
                    cause = cause is null || Rank(e) > Rank(cause) ? e : cause;
                }
            }
        }

        throw cause ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static int Rank(SocketException cause) => cause.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => 2,
        SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostUnreachable or SocketError.HostDown => 0,
        _ => 1,
    };

    private static async Task<Socket> DialAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
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

    /// <summary>Closes the socket of one that comes second.</summary>
    private static async Task CloseLateAsync(Task<Socket> dial)
    {
        await ((Task)dial).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (dial.IsCompletedSuccessfully)
        {
            (await dial).Dispose();
        }
    }
}

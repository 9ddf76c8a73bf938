using System.Net;
using System.Net.Sockets;

namespace MailAdmin.Server.Listeners;

/// <summary>Opens the sockets of one port, or explains why one cannot be opened.</summary>
internal static class ListenerSockets
{
    private const int Backlog = 512;

    /// <exception cref="MailException">PortInUse, PortForbidden, BindAddressNotFound, InvalidArgument.</exception>
    public static IReadOnlyList<Socket> Open(string bindAddress, int port)
    {
        List<Socket> sockets = [];
        try
        {
            foreach ((IPAddress address, bool optional) in AddressesOf(bindAddress, port))
            {
                if (TryOpen(address, port, optional) is { } socket)
                {
                    sockets.Add(socket);
                }
            }

            return sockets;
        }
        catch
        {
            sockets.ForEach(socket => socket.Dispose());
            throw;
        }
    }

    private static (IPAddress Address, bool Optional)[] AddressesOf(string bindAddress, int port)
    {
        if (bindAddress.Equals("Any", StringComparison.OrdinalIgnoreCase))
        {
            return [(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, false)];
        }

        if (bindAddress.Equals("Loopback", StringComparison.OrdinalIgnoreCase))
        {
            // A port that is free on one is not always free on the other.
            return port == 0 || !Socket.OSSupportsIPv6
                ? [(IPAddress.Loopback, false)]
                : [(IPAddress.Loopback, false), (IPAddress.IPv6Loopback, true)];
        }

        return IPAddress.TryParse(bindAddress, out IPAddress? address)
            ? [(address, false)]
            : throw new MailException(
                MailError.InvalidArgument, $"BindAddress cannot be '{bindAddress}': it is not an IP address, Loopback or Any.")
            {
                Target = bindAddress,
            };
    }

    private static Socket? TryOpen(IPAddress address, int port, bool optional)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            if (OperatingSystem.IsWindows())
            {
                // Other systems do so anyway; setting it there would block the port for minutes after a restart.
                socket.ExclusiveAddressUse = true;
            }

            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException exception)
        {
            socket?.Dispose();
            bool isMissing =
                exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
            return optional && isMissing ? null : throw Explain(exception, address, port);
        }
    }

    private static MailException Explain(SocketException exception, IPAddress address, int port)
    {
        IPEndPoint endPoint = new(address, port);
        switch (exception.SocketErrorCode)
        {
            case SocketError.AddressAlreadyInUse:
                string owner = PortOwner.Find(port) is { } found ? $" {found} has it." : "";
                return new MailException(MailError.PortInUse, $"Port {port} on {address} is in use.{owner}", exception)
                {
                    Target = endPoint.ToString(),
                    RecommendedAction = "Stop the other program, or choose another port with -Port or -PortOffset.",
                };

            case SocketError.AccessDenied:
                return new MailException(MailError.PortForbidden, $"The system does not let this user open port {port}.", exception)
                {
                    Target = endPoint.ToString(),
                    RecommendedAction = "Use -PortOffset 8000, run as an administrator, or on Linux allow it once: "
                        + $"sudo setcap cap_net_bind_service=+ep {Environment.ProcessPath}",
                };

            case SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported:
                return new MailException(MailError.BindAddressNotFound, $"This machine has no address {address}.", exception)
                {
                    Target = address.ToString(),
                    RecommendedAction = "Use Loopback, Any, or an address of one of its network interfaces.",
                };

            default:
                return new MailException(MailError.InternalError, $"Port {port} on {address} cannot be opened: {exception.Message}", exception)
                {
                    Target = endPoint.ToString(),
                };
        }
    }
}

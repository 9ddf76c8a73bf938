using System.Net;
using System.Net.Sockets;
using MailAdmin.Server.Arguments;
using MailAdmin.Texts;

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
            : throw Argument.Invalid("BindAddress", bindAddress, MailText.Of("Reason.NotABindAddress"));
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
        return exception.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse when PortOwner.Find(port) is { } owner =>
                MailException.Of(MailError.PortInUse.As("Process"), exception, endPoint, owner),
            SocketError.AddressAlreadyInUse => MailException.Of(MailError.PortInUse, exception, endPoint),
            SocketError.AccessDenied =>
                MailException.Of(MailError.PortForbidden, exception, endPoint, Environment.ProcessPath),
            SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported =>
                MailException.Of(MailError.BindAddressNotFound, exception, address),
            _ => MailException.Of(MailError.InternalError.As("Port"), exception, endPoint, exception.Message),
        };
    }
}

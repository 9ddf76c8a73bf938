using System.Net;
using System.Net.Sockets;

namespace MailAdmin.Server.Network;

/// <summary>Addresses of clients in the form in which they are compared, counted and shown.</summary>
internal static class ClientAddress
{
    /// <summary>An IPv4 address that was mapped to IPv6 as IPv4, others unchanged.</summary>
    public static IPAddress Unmapped(
        this IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>What identifies a client, as text: the network of an IPv6 client, the address of another.</summary>
    public static string Show(IPAddress key) =>
        key.AddressFamily == AddressFamily.InterNetworkV6 && !IPAddress.IsLoopback(key) ? $"{key}/64" : key.ToString();

    /// <summary>
    /// What identifies a client: an IPv6 client can use any address of its /64, so that stands for it.
    /// </summary>
    public static IPAddress KeyOf(IPAddress address)
    {
        IPAddress plain = address.Unmapped();
        if (plain.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(plain))
        {
            return plain;
        }

        byte[] bytes = plain.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}

using System.Net;
using System.Net.NetworkInformation;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>The network adapters of the operating system.</summary>
public sealed class SystemNetworkState : INetworkState
{
    /// <inheritdoc/>
    public IReadOnlyList<IPAddress> FindAddresses() =>
    [
        // Unknown: what Linux says of tunnels and of adapters without a carrier to watch.
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(adapter => adapter.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown
                && adapter.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(adapter => adapter.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => !IPAddress.IsLoopback(address)),
    ];
}

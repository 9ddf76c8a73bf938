using System.Net;
using System.Net.NetworkInformation;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>The network adapters of the operating system.</summary>
public sealed class SystemNetworkState : INetworkState
{
    /// <inheritdoc/>
    public IReadOnlyList<IPAddress> FindAddresses() =>
    [
        // Unknown is the state that Linux gives tunnels and adapters without a carrier.
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(adapter => adapter.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown
                && adapter.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(adapter => adapter.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => !IPAddress.IsLoopback(address)),
    ];
}

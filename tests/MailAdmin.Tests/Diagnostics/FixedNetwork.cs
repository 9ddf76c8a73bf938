using System.Net;
using MailAdmin.Diagnostics.Connection;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>A machine with these addresses, whatever the one has on which the tests run.</summary>
internal sealed class FixedNetwork(params string[] addresses) : INetworkState
{
    public IReadOnlyList<IPAddress> FindAddresses() => [.. addresses.Select(IPAddress.Parse)];
}

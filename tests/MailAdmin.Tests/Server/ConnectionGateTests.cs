using System.Net;
using MailAdmin.Contracts;
using MailAdmin.Server.Listeners;

namespace MailAdmin.Tests.Server;

public sealed class ConnectionGateTests
{
    private static readonly StoreSettings Settings =
        new() { HostName = "mail.example.test", MaxConnections = 10, MaxConnectionsPerAddress = 1, Created = DateTimeOffset.UnixEpoch };

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", true)]
    public void A_network_that_one_client_has_is_one_address(string first, string second, bool enters)
    {
        ConnectionGate gate = new();
        Assert.True(gate.TryEnter(IPAddress.Parse(first), Settings, out _));

        Assert.Equal(enters, gate.TryEnter(IPAddress.Parse(second), Settings, out _));

        gate.SlotOf(IPAddress.Parse(first)).Dispose();
        Assert.Equal(!enters, gate.TryEnter(IPAddress.Parse(second), Settings, out _));
    }
}

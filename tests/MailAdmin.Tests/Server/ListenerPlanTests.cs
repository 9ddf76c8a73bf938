using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Listeners;

namespace MailAdmin.Tests.Server;

public sealed class ListenerPlanTests
{
    [Fact]
    public void Without_a_protocol_every_standard_port_is_opened()
    {
        Assert.Equal([8025, 8587, 8465, 8110, 8995, 8143, 8993], PortsOf(new StartListeners { PortOffset = 8_000 }));
    }

    [Theory]
    [InlineData(TlsMode.Implicit, new[] { 465, 995, 993 })]
    [InlineData(TlsMode.StartTls, new[] { 25, 587, 110, 143 })]
    [InlineData(TlsMode.None, new[] { 25, 587, 110, 143 })]
    [InlineData(TlsMode.Auto, new[] { 25, 587, 465, 110, 995, 143, 993 })]
    public void A_mode_chooses_among_the_standard_ports(TlsMode mode, int[] ports)
    {
        Assert.Equal(ports, PortsOf(new StartListeners { TlsMode = mode }));
    }

    [Theory]
    [InlineData(993, null, TlsMode.Implicit)]
    [InlineData(143, null, TlsMode.StartTls)]
    [InlineData(0, null, TlsMode.StartTls)]
    [InlineData(1143, TlsMode.None, TlsMode.None)]
    public void A_port_has_the_mode_it_is_known_for_unless_one_is_given(int port, TlsMode? mode, TlsMode expected)
    {
        KnownEndPoint planned = Assert.Single(
            ListenerPlan.For(new StartListeners { Protocol = [MailProtocol.Imap], Port = port, TlsMode = mode }));

        Assert.Equal(new KnownEndPoint(MailProtocol.Imap, port, expected), planned);
    }

    public static TheoryData<StartListeners> Impossible =>
    [
        new StartListeners { Port = 143 },
        new StartListeners { Port = 143, Protocol = [MailProtocol.Imap, MailProtocol.Pop3] },
        new StartListeners { Port = 70_000, Protocol = [MailProtocol.Imap] },
        new StartListeners { PortOffset = 65_000 },
        new StartListeners { TlsMode = TlsMode.Implicit, Protocol = [MailProtocol.Smtp] },
    ];

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_opened_is_refused(StartListeners request)
    {
        Assert.Equal(MailError.InvalidArgument, Assert.Throws<MailException>(() => ListenerPlan.For(request)).Error);
    }

    private static IEnumerable<int> PortsOf(StartListeners request) =>
        ListenerPlan.For(request).Select(planned => planned.Port);
}

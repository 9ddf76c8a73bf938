using System.Net;
using System.Net.Sockets;
using System.Text;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Connection;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>Each cause is named when it is there, by a server that has just this fault.</summary>
public sealed class RootCauseTests
{
    [Fact]
    public async Task A_name_that_does_not_exist_is_HostNotFound()
    {
        MailTestResult cause = await ByName(SocketError.HostNotFound);

        Assert.Equal(("HostNotFound", MailTestLayer.Dns), (cause.Code, cause.Layer));
    }

    [Fact]
    public async Task A_resolver_that_does_not_answer_is_ResolverUnreachable()
    {
        MailTestResult cause = await ByName(SocketError.TryAgain);

        Assert.Equal("ResolverUnreachable", cause.Code);
    }

    [Fact]
    public async Task A_network_without_a_way_there_is_NetworkUnreachable()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have other words for it.");

        // A multicast address has no host to connect to, and says so without a packet.
        ConnectionTestRequest request = Diagnosis.Request(MailProtocol.Imap, 143, TlsMode.StartTls);

        MailTestResult cause = await (request with { ConnectAddress = IPAddress.Parse("224.0.0.1") }).RootCauseAsync();

        Assert.Equal(("NetworkUnreachable", MailTestLayer.Port), (cause.Code, cause.Layer));
    }

    [Fact]
    public async Task A_port_without_a_listener_is_PortClosed()
    {
        MailTestResult cause =
            await Diagnosis.Request(MailProtocol.Imap, FreePort(), TlsMode.StartTls).RootCauseAsync();

        Assert.Equal(("PortClosed", MailTestLayer.Port), (cause.Code, cause.Layer));
    }

    [Fact]
    public async Task A_port_that_swallows_connections_is_PortFiltered()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux drops the packets of a full backlog.");
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        using Socket waiting = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await waiting.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        ConnectionTestRequest request = Diagnosis.Request(MailProtocol.Imap, port, TlsMode.StartTls);

        MailTestResult cause = await (request with { Timeout = TimeSpan.FromMilliseconds(700) }).RootCauseAsync();

        Assert.Equal(("PortFiltered", MailTestLayer.Port), (cause.Code, cause.Layer));
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_Timeout()
    {
        await using FaultServer server = new(connection => connection.DrainAsync());
        ConnectionTestRequest request = Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.StartTls);

        MailTestResult cause = await (request with { Timeout = TimeSpan.FromMilliseconds(700) }).RootCauseAsync();

        Assert.Equal(("Timeout", MailTestLayer.Greeting), (cause.Code, cause.Layer));
        Assert.Contains("-TimeoutSeconds", cause.FixCommand, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("220 files.example FTP server ready\r\n", "An FTP server")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "An SSH server")]
    [InlineData("+OK ready\r\n", "A POP3 server")]
    [InlineData("220 mail.example ESMTP\r\n", "An SMTP server")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "A web server")]
    [InlineData("\"IMPLEMENTATION\" \"Sieve\"\r\n", "A ManageSieve server")]
    [InlineData("J\0\0\0\n8.0.36\0mysql_native_password\0", "A MySQL or MariaDB server")]
    [InlineData("hello there\r\n", "What answers")]
    public async Task Another_service_is_WrongProtocol_and_is_named(string greeting, string start)
    {
        await using FaultServer server = FaultServer.Saying(Encoding.Latin1.GetBytes(greeting));

        MailTestResult cause =
            await Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.StartTls).RootCauseAsync();

        Assert.Equal(("WrongProtocol", MailTestLayer.Greeting), (cause.Code, cause.Layer));
        Assert.StartsWith(start, cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_server_that_waits_for_its_request_is_WrongProtocol()
    {
        await using FaultServer server = WebServer();

        MailTestResult cause =
            await Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.StartTls).RootCauseAsync();

        Assert.Equal("WrongProtocol", cause.Code);
        Assert.StartsWith("A web server", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_server_at_a_port_for_TLS_is_WrongProtocol()
    {
        await using FaultServer server = WebServer();

        MailTestResult cause =
            await Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.Implicit).RootCauseAsync();

        Assert.Equal(("WrongProtocol", MailTestLayer.Tls), (cause.Code, cause.Layer));
    }

    [Theory]
    [InlineData(TlsMode.StartTls)]
    [InlineData(TlsMode.None)]
    public async Task A_port_for_TLS_that_is_spoken_to_in_the_clear_is_PlainOnTlsPort(TlsMode mode)
    {
        await using FaultServer server = new FakeMailServer(MailProtocol.Pop3) { Implicit = true }.Start();

        MailTestResult cause = await Diagnosis.Request(MailProtocol.Pop3, server.Port, mode).RootCauseAsync();

        Assert.Equal("PlainOnTlsPort", cause.Code);
        Assert.Equal(
            $"Test-MailConnection -Server localhost -Protocol Pop3 -Port {server.Port} -TlsMode Implicit",
            cause.FixCommand);
    }

    [Theory]
    [InlineData(MailProtocol.Submission)]
    [InlineData(MailProtocol.Pop3)]
    [InlineData(MailProtocol.Imap)]
    public async Task A_plain_port_that_is_spoken_to_in_TLS_is_TlsOnPlainPort(MailProtocol protocol)
    {
        await using FaultServer server = new FakeMailServer(protocol).Start();

        MailTestResult cause = await Diagnosis.Request(protocol, server.Port, TlsMode.Implicit).RootCauseAsync();

        Assert.Equal(("TlsOnPlainPort", MailTestLayer.Tls), (cause.Code, cause.Layer));
        Assert.EndsWith("-TlsMode StartTls", cause.FixCommand, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handshake_that_the_server_refuses_is_TlsHandshakeFailed()
    {
        await using FaultServer server = new(async connection =>
        {
            await connection.ReadSomeAsync();
            await connection.SendAsync([0x15, 3, 3, 0, 2, 2, 40]);
        });

        MailTestResult cause =
            await Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.Implicit).RootCauseAsync();

        Assert.Equal(("TlsHandshakeFailed", MailTestLayer.Tls), (cause.Code, cause.Layer));
    }

    [Fact]
    public async Task A_server_that_hangs_up_in_the_handshake_is_TlsHandshakeFailed()
    {
        await using FaultServer server = new(connection => connection.ReadSomeAsync());

        MailTestResult cause =
            await Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.Implicit).RootCauseAsync();

        Assert.Equal("TlsHandshakeFailed", cause.Code);
    }

    [Theory]
    [InlineData(MailProtocol.Submission)]
    [InlineData(MailProtocol.Pop3)]
    [InlineData(MailProtocol.Imap)]
    public async Task A_server_without_TLS_is_StartTlsMissing_and_gets_no_password(MailProtocol protocol)
    {
        await using FaultServer server = new FakeMailServer(protocol) { OffersStartTls = false }.Start();
        ConnectionTestRequest request = Diagnosis.Request(protocol, server.Port, TlsMode.StartTls).WithLogon();

        IReadOnlyList<MailTestResult> results = await (request with { ContinueAfterFailure = true }).RunAsync();

        Assert.Equal(
            ("StartTlsMissing", MailTestLayer.Tls),
            (RootCauseRule.Find(results)!.Code, RootCauseRule.Find(results)!.Layer));
        Assert.Equal(MailTestStatus.Skipped, results.Single(result => result.Layer == MailTestLayer.Logon).Status);
    }

    [Theory]
    [InlineData(MailProtocol.Smtp, "421 4.3.2 too many connections")]
    [InlineData(MailProtocol.Pop3, "-ERR [SYS/TEMP] try later")]
    [InlineData(MailProtocol.Imap, "* BYE [UNAVAILABLE] try later")]
    public async Task A_greeting_that_sends_away_is_ServerBusy(MailProtocol protocol, string greeting)
    {
        await using FaultServer server = new FakeMailServer(protocol) { Greeting = greeting }.Start();

        MailTestResult cause = await Diagnosis.Request(protocol, server.Port, TlsMode.StartTls).RootCauseAsync();

        Assert.Equal(("ServerBusy", MailTestLayer.Greeting), (cause.Code, cause.Layer));
    }

    [Fact]
    public async Task A_server_that_hangs_up_at_once_is_ServerBusy()
    {
        await using FaultServer server = new(_ => Task.CompletedTask);

        MailTestResult cause =
            await Diagnosis.Request(MailProtocol.Smtp, server.Port, TlsMode.StartTls).RootCauseAsync();

        Assert.Equal("ServerBusy", cause.Code);
    }

    [Fact]
    public async Task A_greeting_that_speaks_of_block_lists_is_Blocklisted()
    {
        FakeMailServer fake = new(MailProtocol.Smtp) { Greeting = "554 5.7.1 your address is listed, see spamhaus" };
        await using FaultServer server = fake.Start();

        MailTestResult cause =
            await Diagnosis.Request(MailProtocol.Smtp, server.Port, TlsMode.StartTls).RootCauseAsync();

        Assert.Equal("Blocklisted", cause.Code);
    }

    private static async Task<MailTestResult> ByName(SocketError error)
    {
        ConnectionTestRequest request = Diagnosis.Request(MailProtocol.Imap, 143, TlsMode.StartTls);
        return await (request with { ConnectAddress = null, Server = "nowhere" }).RootCauseAsync(
            new FailingResolver(error));
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static FaultServer WebServer() => new(async connection =>
    {
        await connection.ReadSomeAsync();
        await connection.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n");
    });

    private sealed class FailingResolver(SocketError error) : IHostResolver
    {
        public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
            throw new SocketException((int)error);
    }
}

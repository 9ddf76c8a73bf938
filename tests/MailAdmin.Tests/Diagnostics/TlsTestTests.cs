using System.Globalization;
using System.Net;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Tls;

namespace MailAdmin.Tests.Diagnostics;

public sealed class TlsTestTests
{
    [Theory]
    [InlineData(MailProtocol.Imap, true)]
    [InlineData(MailProtocol.Imap, false)]
    [InlineData(MailProtocol.Pop3, false)]
    [InlineData(MailProtocol.Smtp, false)]
    public async Task A_good_server_passes_and_its_versions_cipher_and_days_are_told(
        MailProtocol protocol, bool isImplicit)
    {
        await using FaultServer server =
            new FakeMailServer(protocol) { Implicit = isImplicit, Certificate = TestCertificates.Issue("localhost", -1, 60) }.Start();

        IReadOnlyList<MailTestResult> results =
            await RunAsync(server.Port, protocol, isImplicit ? TlsMode.Implicit : TlsMode.StartTls);

        Assert.Equal(["Versions of TLS", "Cipher", "Certificate"], results.Select(result => result.Check));
        Assert.All(results, result => Assert.Equal((MailTestStatus.Pass, "Ok"), (result.Status, result.Code)));
        Assert.Contains("TLS 1.2: taken", results[0].Evidence, StringComparison.Ordinal);
        Assert.Contains("TLS 1.3: taken", results[0].Evidence, StringComparison.Ordinal);
        Assert.Contains("TLS 1.0: refused", results[0].Evidence, StringComparison.Ordinal);
        Assert.Contains("59 days", results[2].Message, StringComparison.Ordinal);
        Assert.Contains("chain 1: CN=Authority of the tests", results[2].Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", -20, -10, "CertificateExpired", "Fail")]
    [InlineData("other.example", -1, 60, "CertificateNameMismatch", "Fail")]
    [InlineData("localhost", -1, 10, "CertificateExpiring", "Warning")]
    public async Task The_fault_of_a_certificate_is_named(string name, int from, int until, string code, string status)
    {
        await using FaultServer server = new FakeMailServer(
            MailProtocol.Imap) { Implicit = true, Certificate = TestCertificates.Issue(name, from, until) }.Start();

        IReadOnlyList<MailTestResult> results = await RunAsync(server.Port, MailProtocol.Imap, TlsMode.Implicit);

        Assert.Equal((code, status), (results[^1].Code, results[^1].Status.ToString()));
        Assert.NotEmpty(results[^1].Suggestion);
    }

    [Fact]
    public async Task A_server_that_takes_old_versions_is_found_out()
    {
        // Answers whatever version is offered, as an old server does.
        await using FaultServer server = new(async connection =>
        {
            byte[] hello = await connection.ReadSomeAsync();
            byte[] message = [2, 0, 0, 38, hello[9], hello[10], .. new byte[32], 0, 0xC0, 0x2F, 0];
            await connection.SendAsync([22, 3, 1, 0, (byte)message.Length, .. message]);
        });

        IReadOnlyList<MailTestResult> results = await RunAsync(server.Port, MailProtocol.Imap, TlsMode.Implicit);

        MailTestResult versions = results.First(result => result.Check == "Versions of TLS");
        Assert.Equal((MailTestStatus.Warning, "TlsVersionOld"), (versions.Status, versions.Code));
        Assert.Contains("TLS 1.0, TLS 1.1", versions.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "PortClosed", "Fail")]
    [InlineData(false, "Skipped", "Skipped")]
    public async Task A_closed_port_is_a_failure_only_when_somebody_named_it(bool given, string code, string status)
    {
        int port;
        await using (FaultServer gone = FaultServer.Saying([]))
        {
            port = gone.Port;
        }

        MailTestResult result = Assert.Single(await RunAsync(port, MailProtocol.Imap, TlsMode.Implicit, given));

        Assert.Equal((code, status), (result.Code, result.Status.ToString()));
    }

    [Fact]
    public async Task A_server_without_STARTTLS_and_a_wrong_protocol_are_told_apart()
    {
        await using FaultServer without = new FakeMailServer(MailProtocol.Imap) { OffersStartTls = false }.Start();
        await using FaultServer wrong = new FakeMailServer(MailProtocol.Pop3).Start();

        Assert.Equal(
            "StartTlsMissing", Assert.Single(await RunAsync(without.Port, MailProtocol.Imap, TlsMode.Auto)).Code);
        Assert.Equal(
            "WrongProtocol", Assert.Single(await RunAsync(wrong.Port, MailProtocol.Imap, TlsMode.StartTls)).Code);
    }

    [Fact]
    public async Task A_stop_by_the_user_ends_it()
    {
        await using FaultServer server = new(connection => connection.DrainAsync());
        using CancellationTokenSource stop = new();
        Task<IReadOnlyList<MailTestResult>> running = RunAsync(
            server.Port, MailProtocol.Imap, TlsMode.StartTls, stop: stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static async Task<IReadOnlyList<MailTestResult>> RunAsync(
        int port, MailProtocol protocol, TlsMode mode, bool given = true, CancellationToken? stop = null)
    {
        TlsTestRequest request = new()
        {
            Server = "localhost",
            ConnectAddress = IPAddress.Loopback,
            EndPoints = [new KnownEndPoint(protocol, port, mode)],
            ArePortsGiven = given,
            Timeout = TimeSpan.FromSeconds(8),
            TrustedRoots = TestCertificates.Roots,
            Culture = CultureInfo.InvariantCulture,
        };
        List<MailTestResult> results = [];
        await foreach (MailTestResult result in new TlsTest(TimeProvider.System, new SystemHostResolver()).RunAsync(
            request, stop ?? TestContext.Current.CancellationToken))
        {
            results.Add(result);
        }

        return results;
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Connection;
using MailAdmin.Diagnostics.Registration;
using MailAdmin.Tests.Dns;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>
/// What lies before the port: the network, the name servers, the registration; with a name server on loopback.
/// </summary>
public sealed class NameTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly LoopbackDns dns = new();

    public void Dispose() => dns.Dispose();

    [Fact]
    public async Task Without_any_network_it_says_so_at_once_and_asks_nobody()
    {
        long started = Stopwatch.GetTimestamp();

        IReadOnlyList<MailTestResult> results = await Run("mail.example.test", network: new FixedNetwork());

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2));
        MailTestResult cause = RootCauseRule.Find(results)!;
        Assert.Equal(("NetworkUnreachable", MailTestLayer.Network), (cause.Code, cause.Layer));
        Assert.Equal("This machine is not on any network.", cause.Message);
        Assert.All(results.Skip(1), result => Assert.Equal(MailTestStatus.Skipped, result.Status));
        Assert.Empty(dns.Questions);
    }

    [Theory]
    [InlineData("169.254.7.7")]
    [InlineData("fe80::7")]
    public async Task An_address_that_the_machine_gave_itself_is_no_network(string address)
    {
        Assert.Equal(
            "NetworkUnreachable",
            RootCauseRule.Find(await Run("mail.example.test", network: new FixedNetwork(address)))!.Code);
    }

    [Fact]
    public async Task A_server_on_this_machine_needs_no_network()
    {
        await using FaultServer server = new FakeMailServer(MailProtocol.Imap).Start();
        ConnectionTestRequest request =
            Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.StartTls) with { ConnectAddress = null };
        ConnectionTest test = new(TimeProvider.System, new SystemHostResolver()) { Network = new FixedNetwork() };

        List<MailTestResult> results = [];
        await foreach (MailTestResult result in test.RunAsync(request, TestContext.Current.CancellationToken))
        {
            results.Add(result);
        }

        Assert.Null(RootCauseRule.Find(results));
        Assert.Equal(MailTestLayer.Dns, results[0].Layer);
    }

    [Fact]
    public async Task A_name_that_the_DNS_has_leads_to_its_address()
    {
        await using FaultServer server =
            new FakeMailServer(MailProtocol.Imap) { Certificate = TestCertificates.Issue("mail.example.test") }.Start();
        dns.Host("mail.example.test", "127.0.0.1");

        IReadOnlyList<MailTestResult> results = await Run("mail.example.test", server.Port);

        Assert.Null(RootCauseRule.Find(results));
        Assert.Equal(
            [MailTestLayer.Network, MailTestLayer.Dns, MailTestLayer.Port],
            results.Take(3).Select(result => result.Layer));
        Assert.Equal("mail.example.test has the address 127.0.0.1.", results[1].Message);
    }

    [Fact]
    public async Task A_host_that_is_missing_in_its_domain_is_HostNotFound()
    {
        dns.Mx("example.test", 10, "mx.example.test");

        MailTestResult cause = await Cause("mail.example.test");

        Assert.Equal(("HostNotFound", MailTestLayer.Dns), (cause.Code, cause.Layer));
    }

    [Fact]
    public async Task A_name_without_an_address_is_HostNotFound()
    {
        dns.Mx("mail.example.test", 10, "mx.example.test");

        MailTestResult cause = await Cause("mail.example.test");

        Assert.Equal("HostNotFound", cause.Code);
        Assert.Contains("has no address", cause.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mail.gone.test", "gone.test")]
    [InlineData("gone.test", "gone.test")]
    [InlineData("mail.gone.co.jp", "gone.co.jp")]
    [InlineData("gone.co.jp", "gone.co.jp")]
    public async Task A_domain_that_does_not_exist_is_DomainNotFound_and_is_named(string server, string domain)
    {
        MailTestResult cause = await Cause(server);

        Assert.Equal(("DomainNotFound", MailTestLayer.Dns), (cause.Code, cause.Layer));
        Assert.Contains($"no domain {domain}.", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_server_that_is_silent_is_ResolverUnreachable_in_time()
    {
        using UdpClient silent = new(new IPEndPoint(IPAddress.Loopback, 0));
        long started = Stopwatch.GetTimestamp();

        IReadOnlyList<MailTestResult> results =
            await Run(
                "mail.example.test", nameServer: silent.Client.LocalEndPoint!.ToString(),
                timeout: TimeSpan.FromSeconds(1));

        MailTestResult cause = RootCauseRule.Find(results)!;
        Assert.Equal(("ResolverUnreachable", MailTestLayer.Dns), (cause.Code, cause.Layer));
        Assert.Contains(silent.Client.LocalEndPoint!.ToString()!, cause.Message, StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_name_server_that_fails_is_ResolverUnreachable_and_its_answer_is_told()
    {
        dns.Failing("mail.example.test");

        MailTestResult cause = await Cause("mail.example.test");

        Assert.Equal("ResolverUnreachable", cause.Code);
        Assert.Contains("ServerFailure", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_name_server_gives_as_a_reason_is_in_the_language_of_the_reader()
    {
        dns.Failing("example.test");
        ConnectionTestRequest request = Diagnosis.Request(MailProtocol.Smtp, 25, TlsMode.StartTls) with
        {
            Server = "example.test",
            MailDomain = DomainName.Parse("example.test"),
            Recipient = EmailAddress.Parse("ann@example.test"),
            Culture = System.Globalization.CultureInfo.GetCultureInfo("ja-JP"),
        };

        MailTestResult cause = RootCauseRule.Find(await RunAsync(request, null, null))!;

        Assert.Equal("ResolverUnreachable", cause.Code);
        Assert.Contains(
            "DNS に問い合わせできませんでした: example.test MX: DNS サーバーが ServerFailure と応答しました",
            cause.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-3, "active", "DomainExpired")]
    [InlineData(300, "redemption period", "DomainExpired")]
    [InlineData(300, "client hold", "DomainOnHold")]
    [InlineData(300, "serverHold", "DomainOnHold")]
    [InlineData(300, "active", "DomainNotFound")]
    public async Task The_registration_explains_a_domain_that_the_DNS_does_not_have(
        int days, string status, string code)
    {
        Registry registry = new(new DomainRegistration("Registrar Ltd", Now.AddYears(-3), Now.AddDays(days), [status]));

        IReadOnlyList<MailTestResult> results = await Run("mail.gone.test", registry: registry);

        MailTestResult cause = RootCauseRule.Find(results)!;
        Assert.Equal(code, cause.Code);
        Assert.Equal("gone.test", registry.Asked);
        Assert.DoesNotContain('?', cause.Message + cause.Suggestion);
        Assert.Equal("DomainNotFound", results.Single(result => result.Layer == MailTestLayer.Dns).Code);
    }

    [Fact]
    public async Task The_registration_is_asked_for_by_RDAP()
    {
        using LoopbackWeb web = new();
        web.Serve("/domain/gone.test", """
            {"objectClassName": "domain", "ldhName": "gone.test", "status": ["active"], "events": [{"eventAction": "expiration", "eventDate": "2020-02-03T00:00:00Z"}]}
            """, "application/rdap+json");

        IReadOnlyList<MailTestResult> results =
            await Run("mail.gone.test", registry: new RegistrationQuery(web.Address, TimeSpan.FromSeconds(8)));

        MailTestResult cause = RootCauseRule.Find(results)!;
        Assert.Equal(("DomainExpired", MailTestLayer.Domain), (cause.Code, cause.Layer));
        Assert.Contains("2020-02-03", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_knows_nothing_leaves_the_DNS_as_the_cause()
    {
        IReadOnlyList<MailTestResult> results = await Run("mail.gone.test", registry: new Registry(null));

        Assert.Equal("DomainNotFound", RootCauseRule.Find(results)!.Code);
        Assert.Equal(MailTestStatus.Skipped, results.Single(result => result.Layer == MailTestLayer.Domain).Status);
    }

    [Fact]
    public async Task A_name_that_is_found_asks_no_registry()
    {
        dns.Host("mail.example.test", "127.0.0.1");
        Registry registry = new(null);

        IReadOnlyList<MailTestResult> results = await Run("mail.example.test", registry: registry);

        Assert.Null(registry.Asked);
        Assert.DoesNotContain(results, result => result.Layer == MailTestLayer.Domain);
    }

    [Fact]
    public async Task Mail_of_a_domain_goes_to_the_server_of_its_MX_record()
    {
        await using FaultServer server =
            new FakeMailServer(MailProtocol.Smtp) { Certificate = TestCertificates.Issue("mx.example.test") }.Start();
        dns.Mx("example.test", 10, "mx.example.test").Host("mx.example.test", "127.0.0.1");

        IReadOnlyList<MailTestResult> results = await RunMx("ann@example.test", server.Port);

        Assert.Null(RootCauseRule.Find(results));
        Assert.Equal(
            ("mx.example.test", "Ok", MailTestLayer.Mailbox),
            (results[^1].Server, results[^1].Code, results[^1].Layer));
    }

    [Theory]
    [InlineData("empty.test", "NoMailExchanger")]
    [InlineData("dangling.test", "NoMailExchanger")]
    [InlineData("null.test", "NullMailExchanger")]
    [InlineData("gone.test", "DomainNotFound")]
    [InlineData("broken.test", "ResolverUnreachable")]
    public async Task A_domain_without_a_way_for_its_mail_has_its_cause(string domain, string code)
    {
        dns.Host("empty.test")
            .Mx("dangling.test", 10, "nowhere.dangling.test")
            .Mx("null.test", 0, ".")
            .Failing("broken.test");

        MailTestResult cause = RootCauseRule.Find(await RunMx($"ann@{domain}", 25))!;

        Assert.Equal((code, MailTestLayer.Dns), (cause.Code, cause.Layer));
        Assert.Contains(domain, cause.Message, StringComparison.Ordinal);
    }

    private async Task<MailTestResult> Cause(string server) => RootCauseRule.Find(await Run(server))!;

    private Task<IReadOnlyList<MailTestResult>> RunMx(string address, int port)
    {
        EmailAddress recipient = EmailAddress.Parse(address);
        ConnectionTestRequest request = Diagnosis.Request(MailProtocol.Smtp, port, TlsMode.StartTls);
        return RunAsync(
            request with { Server = recipient.Domain.Ascii, MailDomain = recipient.Domain, Recipient = recipient },
            null, null);
    }

    private Task<IReadOnlyList<MailTestResult>> Run(
        string server, int port =
            1, INetworkState? network =
                null, IDomainRegistry? registry = null, string? nameServer = null, TimeSpan? timeout = null)
    {
        ConnectionTestRequest request =
            Diagnosis.Request(MailProtocol.Imap, port, TlsMode.StartTls) with { Server = server, Target = server };
        return RunAsync(
            request with { NameServer = [nameServer ?? dns.Address], Timeout = timeout ?? TimeSpan.FromSeconds(8) }, network, registry);
    }

    private async Task<IReadOnlyList<MailTestResult>> RunAsync(
        ConnectionTestRequest request, INetworkState? network, IDomainRegistry? registry)
    {
        ConnectionTest test = new(TimeProvider.System, new SystemHostResolver())
        {
            Network = network ?? new FixedNetwork("192.0.2.7"),
            Registry = registry,
        };
        if (request.NameServer.Count == 0)
        {
            request = request with { NameServer = [dns.Address] };
        }

        List<MailTestResult> results = [];
        await foreach (MailTestResult result in test.RunAsync(
            request with { ConnectAddress = null }, TestContext.Current.CancellationToken))
        {
            results.Add(result);
        }

        return results;
    }

    private sealed class Registry(DomainRegistration? registration) : IDomainRegistry
    {
        public string? Asked { get; private set; }

        public Task<DomainRegistration?> FindAsync(DomainName domain, CancellationToken cancellationToken)
        {
            Asked = domain.Ascii;
            return Task.FromResult(registration);
        }
    }
}

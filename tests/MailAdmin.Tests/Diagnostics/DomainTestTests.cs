using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Domains;
using MailAdmin.Diagnostics.Texts;
using MailAdmin.Diagnostics.Web;
using MailAdmin.Tests.Dns;
using MailAdmin.Texts;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>What a domain publishes: each fault in a local zone has its code, and a healthy zone has none.</summary>
public sealed class DomainTestTests : IDisposable
{
    private readonly LoopbackDns dns = new();
    private readonly LoopbackWeb web = new();

    public void Dispose()
    {
        dns.Dispose();
        web.Dispose();
    }

    [Fact]
    public async Task A_healthy_domain_passes_every_check()
    {
        Healthy();

        IReadOnlyList<MailTestResult> results = await RunAsync(new[] { "s1" });

        Assert.All(results, result => Assert.True(
            result.Status == MailTestStatus.Pass, $"{result.Check}: {result.Code} {result.Message}"));
        Assert.Equal(12, results.Count);
        Assert.DoesNotContain(results, result => (result.Message + result.Explanation + result.Suggestion).Contains(
            '?', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_domain_that_publishes_only_what_it_must_has_no_failure()
    {
        dns.NameServer("a.test", "ns.test")
            .Mx("a.test", 10, "mx.a.test")
            .Host("mx.a.test", "203.0.113.9")
            .Pointer("203.0.113.9", "mx.a.test");
        web.Serve("/domain/a.test", RegistrationTests.Domain("2999-01-01T00:00:00Z", "active"));

        IReadOnlyList<MailTestResult> results = await RunAsync();

        Assert.DoesNotContain(results, result => result.Status == MailTestStatus.Fail);
        Assert.Equal(
            ["DkimNotFound", "DmarcMissing", "SpfMissing"],
            results.Where(result => result.Status == MailTestStatus.Warning).Select(result => result.Code).Order());
    }

    [Theory]
    [InlineData("v=spf1 +all", "SpfAllowsAll")]
    [InlineData("v=spf1 all", "SpfAllowsAll")]
    [InlineData("v=spf1 mx", "SpfOpenEnd")]
    [InlineData("v=spf1 ?all", "SpfOpenEnd")]
    [InlineData("v=spf1 ip4:192.0.2.0/33 -all", "SpfSyntax")]
    [InlineData("v=spf1 ipv4:192.0.2.1 -all", "SpfSyntax")]
    [InlineData("v=spf1 include: -all", "SpfSyntax")]
    [InlineData("v=spf1 include:none.test -all", "SpfIncludeMissing")]
    [InlineData("v=spf1 redirect=circle.test", "SpfTooManyLookups")]
    [InlineData("v=spf1 a:v1.test a:v2.test a:v3.test -all", "SpfVoidLookups")]
    [InlineData("v=spf1 ptr -all", "SpfUsesPtr")]
    [InlineData("v=spf1 include:eleven.test -all", "SpfTooManyLookups")]
    [InlineData("v=spf1 include:nine.test -all", "Ok")]
    [InlineData("v=spf1 mx/24//64 a:mx.a.test ip6:2001:db8::/32 exists:%{i}.a.test -all", "Ok")]
    [InlineData("v=spf1 redirect=nine.test", "Ok")]
    [InlineData("v=spf1 -all include:none.test", "Ok")]
    public async Task SPF_is_read_as_receivers_do(string record, string code)
    {
        Healthy(spf: record);
        dns.Text("circle.test", "v=spf1 include:circle.test -all")
            .Text("nine.test", "v=spf1 " + string.Join(' ', Enumerable.Repeat("a:mx.a.test", 9)) + " ~all")
            .Text("eleven.test", "v=spf1 " + string.Join(' ', Enumerable.Repeat("a:mx.a.test", 10)) + " -all");

        Assert.Equal(code, (await CheckAsync("SPF")).Code);
    }

    [Fact]
    public async Task Two_SPF_records_are_one_too_many()
    {
        Healthy();
        dns.Text("a.test", "v=spf1 -all");

        Assert.Equal("SpfMultiple", (await CheckAsync("SPF")).Code);
    }

    [Theory]
    [InlineData("v=DMARC1; p=none", "DmarcNone")]
    [InlineData("v=DMARC1; p=block", "DmarcSyntax")]
    [InlineData("v=DMARC1; p=reject; p=none", "DmarcSyntax")]
    [InlineData("v=DMARC1; p=reject; pct=200", "DmarcSyntax")]
    [InlineData("v=DMARC1;p=reject;rua=mailto:d@a.test", "Ok")]
    [InlineData("v=DMARC1; p=reject; rua=mailto:d@elsewhere.test", "DmarcReportRefused")]
    public async Task DMARC_is_read_as_receivers_do(string record, string code)
    {
        Healthy(dmarc: record);

        IReadOnlyList<MailTestResult> results = await RunAsync();

        Assert.Equal(code, results.Last(result => result.Check.StartsWith("DMARC", StringComparison.Ordinal)).Code);
    }

    [Theory]
    [InlineData(2048, "", "Ok")]
    [InlineData(1024, "", "DkimKeyWeak")]
    [InlineData(2048, "t=y; ", "DkimTesting")]
    [InlineData(0, "", "DkimKeyRevoked")]
    [InlineData(-1, "", "DkimKeyInvalid")]
    public async Task DKIM_keys_are_judged(int size, string tags, string code)
    {
        string key = size > 0 ? Key(size) : size == 0 ? "" : "AAAA";
        dns.NameServer("a.test", "ns.test").Text("s9._domainkey.a.test", $"v=DKIM1; {tags}k=rsa; ", $"p={key}");

        IReadOnlyList<MailTestResult> results = await RunAsync(new[] { "s9", "missing" });

        MailTestResult[] found =
            [.. results.Where(result => result.Check.StartsWith("DKIM", StringComparison.Ordinal))];
        Assert.Equal([code, "DkimNotFound"], found.Select(result => result.Code));
        Assert.Equal(MailTestStatus.Fail, found[1].Status);
    }

    [Theory]
    [InlineData("version: STSv1\nmode: enforce\nmx: *.a.test\nmax_age: 86400\n", "Ok")]
    [InlineData("version: STSv1\nmode: enforce\nmx: other.test\nmax_age: 86400\n", "MtaStsMismatch")]
    [InlineData("version: STSv1\nmode: enforce\nmx: *.test\nmax_age: 86400\n", "MtaStsMismatch")]
    [InlineData("mode: enforce\nmx: *.a.test\nmax_age: 86400\n", "MtaStsPolicyInvalid")]
    [InlineData(null, "MtaStsPolicyUnreachable")]
    public async Task The_policy_of_MTA_STS_is_read(string? policy, string code)
    {
        Healthy();
        _ = policy is null
            ? web.Redirect("mta-sts.a.test/.well-known/mta-sts.txt", "/other")
            : web.Serve("mta-sts.a.test/.well-known/mta-sts.txt", policy, "text/plain");

        Assert.Equal(code, (await CheckAsync("MTA-STS")).Code);
    }

    [Theory]
    [InlineData("NullMailExchanger")]
    [InlineData("NoMailExchanger")]
    [InlineData("MxImplicit")]
    [InlineData("MxDangling")]
    [InlineData("MxNotHost")]
    [InlineData("MxIsAlias")]
    [InlineData("MxPrivateAddress")]
    [InlineData("PtrMissing")]
    [InlineData("PtrMismatch")]
    [InlineData("TlsRptSyntax")]
    [InlineData("MtaStsSyntax")]
    [InlineData("DaneUnusable")]
    [InlineData("SrvInvalid")]
    [InlineData("DmarcMultiple")]
    [InlineData("DnsServerFailed")]
    public async Task Other_records_have_their_code(string code)
    {
        dns.NameServer("a.test", "ns.test");
        _ = code switch
        {
            "NullMailExchanger" => dns.Mx("a.test", 0, "."),
            "NoMailExchanger" => dns.Mx("a.test", 0, "gone.test"),
            "MxImplicit" => dns.Host("a.test", "203.0.113.9"),
            "MxDangling" => Good().Mx("a.test", 20, "gone.test"),
            "MxNotHost" => Good().Mx("a.test", 20, "192.0.2.7"),
            "MxIsAlias" =>
                dns.Mx("a.test", 10, "alias.test").Alias("alias.test", "mx.a.test").Host("mx.a.test", "203.0.113.9"),
            "MxPrivateAddress" => dns.Mx("a.test", 10, "mx.a.test").Host("mx.a.test", "192.168.1.1"),
            "PtrMissing" => Good(),
            "PtrMismatch" => Good().Pointer("203.0.113.9", "other.test"),
            "TlsRptSyntax" => dns.Text("_smtp._tls.a.test", "v=TLSRPTv1; rua=a@a.test"),
            "MtaStsSyntax" => dns.Text("_mta-sts.a.test", "v=STSv1; id=2026-01-01"),
            "DaneUnusable" => Good().Tlsa("_25._tcp.mx.a.test", 1, 1, 1, new byte[32])
                .Tlsa("_25._tcp.mx.a.test", 3, 1, 1, new byte[31]),
            "SrvInvalid" => dns.Service("_imaps._tcp.a.test", 0, 0, 993, "gone.test"),
            "DmarcMultiple" =>
                dns.Text("_dmarc.a.test", "v=DMARC1; p=none").Text("_dmarc.a.test", "v=DMARC1; p=reject"),
            _ => dns.Failing("_dmarc.a.test"),
        };

        Assert.Contains(
            await RunAsync(),
            result => result.Code == code && result.Status is MailTestStatus.Fail or MailTestStatus.Warning);

        LoopbackDns Good() => dns.Mx("a.test", 10, "mx.a.test").Host("mx.a.test", "203.0.113.9");
    }

    [Fact]
    public async Task A_domain_that_has_run_out_explains_why_the_DNS_does_not_know_it()
    {
        web.Serve("/domain/a.test", RegistrationTests.Domain("2001-01-01T00:00:00Z", "redemption period"));

        IReadOnlyList<MailTestResult> results = await RunAsync();

        Assert.Equal("DomainExpired", RootCauseRule.Find(results)!.Code);
        Assert.Equal("Get-MailDomainRegistration a.test", RootCauseRule.Find(results)!.FixCommand);
        Assert.Equal("DomainNotFound", results[1].Code);
        Assert.All(results.Skip(2), result => Assert.Equal(MailTestStatus.Skipped, result.Status));
    }

    [Fact]
    public async Task A_hold_is_the_cause_and_an_unknown_domain_is_named_by_the_registry()
    {
        web.Serve("/domain/a.test", RegistrationTests.Domain("2999-01-01T00:00:00Z", "client hold"));
        Assert.Equal("DomainOnHold", RootCauseRule.Find(await RunAsync())!.Code);

        web.Status("/domain/a.test", 404);
        MailTestResult cause = RootCauseRule.Find(await RunAsync())!;
        Assert.Equal(("DomainNotFound", MailTestLayer.Domain), (cause.Code, cause.Layer));
    }

    [Fact]
    public async Task A_silent_name_server_is_the_one_cause_and_nothing_waits_for_it_twice()
    {
        using UdpClient silent = new(new IPEndPoint(IPAddress.Loopback, 0));
        web.Serve("/domain/a.test", RegistrationTests.Domain("2999-01-01T00:00:00Z", "active"));
        long start = TimeProvider.System.GetTimestamp();

        IReadOnlyList<MailTestResult> results =
            await RunAsync(server: silent.Client.LocalEndPoint!.ToString(), timeout: 1);

        Assert.Equal("ResolverUnreachable", RootCauseRule.Find(results)!.Code);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0.5, 5);
    }

    [Fact]
    public void Both_languages_have_the_same_keys_and_placeholders()
    {
        TextCatalogue english = DiagnosisTexts.For(CultureInfo.InvariantCulture);
        TextCatalogue japanese = DiagnosisTexts.For(CultureInfo.GetCultureInfo("ja-JP"));
        string[] keys = [.. japanese.Keys.Where(key => key.Contains(".Zone", StringComparison.Ordinal))];

        Assert.NotEmpty(keys);
        Assert.Equal(english.Keys.Where(key => key.Contains(".Zone", StringComparison.Ordinal)).Order(), keys.Order());
        Assert.All(keys, key => Assert.Equal(Placeholders(english.Find(key)), Placeholders(japanese.Find(key))));
        Assert.All(typeof(MailTestCode).GetFields().Select(field => field.Name).Where(name => name.StartsWith("Mx", StringComparison.Ordinal)
            || name.StartsWith("Spf", StringComparison.Ordinal) || name.StartsWith("Dkim", StringComparison.Ordinal)),
            name => Assert.Equal(Placeholders(english.Find(name)), Placeholders(japanese.Find(name))));

        static IEnumerable<string> Placeholders(TextEntry text) =>
            new[] { text.Message, text.Explanation, text.Suggestion }
                .SelectMany(part => System.Text.RegularExpressions.Regex.Matches(part, @"\{\w+\}"))
                .Select(match => match.Value)
                .Distinct()
                .Order();
    }

    private static string Key(int size)
    {
        using RSA rsa = RSA.Create(size);
        return Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo());
    }

    private void Healthy(string spf = "v=spf1 mx -all", string dmarc = "v=DMARC1; p=reject")
    {
        dns.NameServer("a.test", "ns.test")
            .Mx("a.test", 10, "mx.a.test")
            .Host("mx.a.test", "203.0.113.9")
            .Pointer("203.0.113.9", "mx.a.test")
            .Text("a.test", "google-site-verification=x").Text("a.test", spf).Text("_dmarc.a.test", dmarc)
            .Text("s1._domainkey.a.test", $"v=DKIM1; p={Key(2048)}").Text("_mta-sts.a.test", "v=STSv1; id=20260101;")
            .Text("_smtp._tls.a.test", "v=TLSRPTv1; rua=mailto:tls@a.test")
            .Tlsa("_25._tcp.mx.a.test", 3, 1, 1, new byte[32])
            .Service("_imaps._tcp.a.test", 0, 1, 993, "mx.a.test").Service("_pop3._tcp.a.test", 0, 0, 0, ".");
        web.Serve(
            "mta-sts.a.test/.well-known/mta-sts.txt",
            "version: STSv1\r\nmode: enforce\r\nmx: mx.a.test\r\nmax_age: 604800\r\n", "text/plain")
            .Serve("/domain/a.test", RegistrationTests.Domain("2999-01-01T00:00:00Z", "active"));
    }

    private async Task<MailTestResult> CheckAsync(string check) =>
        (await RunAsync()).Single(result => result.Check.StartsWith(check, StringComparison.Ordinal));

    private async Task<IReadOnlyList<MailTestResult>> RunAsync(
        string[]? selectors = null, string? server = null, int timeout = 10)
    {
        DomainTestRequest request = new()
        {
            Target = "a.test",
            Domain = MailAdmin.DomainName.Parse("a.test"),
            NameServers = [server ?? dns.Address],
            Selectors = selectors ?? [],
            RdapServer = web.Address,
            Timeout = TimeSpan.FromSeconds(timeout),
            Culture = CultureInfo.InvariantCulture,
        };
        using WebReader reader = new(web.Handler(), request.Timeout, TimeProvider.System);
        List<MailTestResult> results = [];
        await foreach (MailTestResult result in DomainTest.RunAsync(
            request, reader, reader, TimeProvider.System, TestContext.Current.CancellationToken))
        {
            results.Add(result);
        }

        return results;
    }
}

using System.Net.Sockets;
using MailAdmin.Diagnostics.Registration;
using MailAdmin.Diagnostics.Web;
using Microsoft.Extensions.Time.Testing;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>Registrations, asked of a local RDAP server.</summary>
public sealed class RegistrationTests : IDisposable
{
    private readonly LoopbackWeb web = new();
    private readonly FakeTimeProvider clock = new(
        DateTimeOffset.Parse("2026-06-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>What a registry answers.</summary>
    public static string Domain(string expires, params string[] status) => $$"""
        {
          "objectClassName": "domain", "ldhName": "EXAMPLE.TEST", "status": [{{string.Join(',', status.Select(item => $"\"{item}\""))}}],
          "events": [{"eventAction": "registration", "eventDate": "2001-02-03T04:05:06Z"}, {"eventAction": "expiration", "eventDate": "{{expires}}"}],
          "entities": [
            {"objectClassName": "entity", "roles": ["abuse"]},
            {"objectClassName": "entity", "handle": "292", "roles": ["registrar"],
             "vcardArray": ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Example Registrar\u0007"]]]}]
        }
        """;

    public void Dispose() => web.Dispose();

    [Fact]
    public async Task The_registry_tells_registrar_dates_and_status()
    {
        web.Serve("/domain/example.test", Domain("2027-02-03T04:05:06Z", "active", "client transfer prohibited"));

        MailDomainRegistration registration = await new RegistrationQuery(web.Address, TimeSpan.FromSeconds(5))
            .AskAsync(MailAdmin.DomainName.Parse("example.test"), TestContext.Current.CancellationToken);

        Assert.Equal("Example Registrar ", registration.Registrar);
        Assert.Equal(2001, registration.Created!.Value.Year);
        Assert.Equal(new DateTimeOffset(2027, 2, 3, 4, 5, 6, TimeSpan.Zero).LocalDateTime, registration.Expires);
        Assert.Equal(["active", "client transfer prohibited"], registration.Status);
    }

    [Fact]
    public async Task A_registry_that_fails_is_named_with_its_reason_in_the_language_of_the_reader()
    {
        web.Status("/domain/example.test", 503);

        MailException error = await Assert.ThrowsAsync<MailException>(
            () => new RegistrationQuery(web.Address, TimeSpan.FromSeconds(5))
                .AskAsync(MailAdmin.DomainName.Parse("example.test"), TestContext.Current.CancellationToken));

        Assert.Equal(MailError.RegistryUnavailable, error.Error);
        Assert.Contains(
            "the server answered 503",
            error.Text.In(System.Globalization.CultureInfo.InvariantCulture),
            StringComparison.Ordinal);
        Assert.Contains(
            "サーバーが 503 と応答しました",
            error.Text.In(System.Globalization.CultureInfo.GetCultureInfo("ja-JP")),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-07-15T00:00:00Z", "active", "Ok")]
    [InlineData("2026-06-20T00:00:00Z", "active", "DomainExpiresSoon")]
    [InlineData("2026-05-31T00:00:00Z", "active", "DomainExpired")]
    [InlineData("2027-05-31T00:00:00Z", "redemption period", "DomainExpired")]
    [InlineData("2027-05-31T00:00:00Z", "pendingDelete", "DomainExpired")]
    [InlineData("2027-05-31T00:00:00Z", "client hold", "DomainOnHold")]
    [InlineData("2027-05-31T00:00:00Z", "serverHold", "DomainOnHold")]
    public async Task Dates_and_status_have_their_code(string expires, string status, string code)
    {
        web.Serve("/domain/example.test", Domain(expires, status));

        RegistryAnswer answer = await AskAsync("example.test");

        Assert.Equal(code, RegistrationReview.CodeOf(answer.Registration!, clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_host_has_the_registration_above_it_and_an_unknown_name_none()
    {
        web.Serve("/domain/example.test", Domain("2027-02-03T04:05:06Z", "active"))
            .Status("/domain/mail.example.test", 400);

        Assert.Equal("example.test", (await AskAsync("mail.example.test")).Name.Ascii);
        Assert.Equal(RegistryOutcome.NotRegistered, (await AskAsync("other.test")).Outcome);
    }

    [Fact]
    public async Task The_server_is_found_by_the_list_which_is_read_once()
    {
        web.Serve("/dns.json", """{"version": "1.0", "services": [[["net", "test"], ["http://rdap.registry.example/v1/"]]]}""")
            .Serve("rdap.registry.example/v1/domain/example.test", Domain("2027-02-03T04:05:06Z", "active"));
        using WebReader reader = new(web.Handler(), TimeSpan.FromSeconds(5), TimeProvider.System);
        RdapRegistry registry = new(reader, new RdapBootstrap(new Uri("https://iana.example/dns.json"), clock), null);

        Assert.Equal(
            RegistryOutcome.Found,
            (await registry.AskAsync(MailAdmin.DomainName.Parse("example.test"), default)).Outcome);
        Assert.Equal(
            RegistryOutcome.NoServer,
            (await registry.AskAsync(MailAdmin.DomainName.Parse("example.invalid"), default)).Outcome);
        Assert.Single(web.Requests, "iana.example/dns.json");
        clock.Advance(TimeSpan.FromHours(25));
        await registry.AskAsync(MailAdmin.DomainName.Parse("example.test"), default);
        Assert.Equal(2, web.Requests.Count(request => request == "iana.example/dns.json"));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"objectClassName\": \"entity\"}")]
    [InlineData(
        "{\"objectClassName\": \"domain\", \"events\": 5, \"entities\": [1, {\"roles\": [\"registrar\"], \"vcardArray\": [1, [[2]]]}], \"status\": {}}",
        true)]
    public async Task Nonsense_is_no_registration(string content, bool isDomain = false)
    {
        web.Serve("/domain/example.test", content);

        RegistryAnswer answer = await AskAsync("example.test");

        Assert.Equal(isDomain ? RegistryOutcome.Found : RegistryOutcome.Failed, answer.Outcome);
        Assert.Null(answer.Registration?.Registrar);
    }

    [Fact]
    public async Task Endless_answers_and_redirects_to_other_schemes_and_in_circles_are_failures()
    {
        web.Serve("/domain/long.test", new string('x', 2_000_000))
            .Redirect("/domain/file.test", "file:///etc/hostname")
            .Redirect("/domain/loop.test", "/domain/loop.test")
            .Redirect("/domain/there.test", "/elsewhere")
            .Serve("/elsewhere", Domain("2027-02-03T04:05:06Z", "active"))
            .Status("/domain/busy.test", 429);

        foreach (string name in (string[])["long.test", "file.test", "loop.test", "busy.test"])
        {
            Assert.Equal((name, RegistryOutcome.Failed), (name, (await AskAsync(name)).Outcome));
        }

        Assert.Equal(RegistryOutcome.Found, (await AskAsync("there.test")).Outcome);
    }

    [Fact]
    public async Task A_silent_server_is_given_up_in_time_and_an_absent_one_is_named()
    {
        using TcpListener silent = new(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        Uri server = new($"http://{silent.LocalEndpoint}/");

        MailException unavailable = await Assert.ThrowsAsync<MailException>(() =>
            new RegistrationQuery(server, TimeSpan.FromMilliseconds(200))
                .AskAsync(MailAdmin.DomainName.Parse("example.test"), TestContext.Current.CancellationToken));
        MailException missing = await Assert.ThrowsAsync<MailException>(() =>
            new RegistrationQuery(web.Address, TimeSpan.FromSeconds(5))
                .AskAsync(MailAdmin.DomainName.Parse("example.test"), TestContext.Current.CancellationToken));

        Assert.Equal(MailError.RegistryUnavailable, unavailable.Error);
        Assert.Equal(MailError.DomainNotFound, missing.Error);
    }

    private async Task<RegistryAnswer> AskAsync(string name)
    {
        using WebReader reader = WebReader.Create(TimeSpan.FromSeconds(5), TimeProvider.System);
        return await new RdapRegistry(reader, RdapBootstrap.Iana, web.Address).AskAsync(
            MailAdmin.DomainName.Parse(name), TestContext.Current.CancellationToken);
    }
}

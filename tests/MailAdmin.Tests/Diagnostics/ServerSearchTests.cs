using System.Globalization;
using MailAdmin.Diagnostics.Providers;
using MailAdmin.Diagnostics.Web;
using MailAdmin.Dns;
using MailAdmin.Tests.Dns;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>Where the settings of an address come from.</summary>
public sealed class ServerSearchTests : IDisposable
{
    private readonly LoopbackDns dns = new();
    private readonly LoopbackWeb web = new();

    public void Dispose()
    {
        dns.Dispose();
        web.Dispose();
    }

    [Fact]
    public async Task What_the_domain_says_in_several_places_is_one_setting_with_its_sources()
    {
        web.Serve("autoconfig.a.test/mail/config-v1.1.xml?emailaddress=ann%40a.test", """
            <?xml version="1.0"?>
            <clientConfig version="1.1"><emailProvider id="a.test">
              <incomingServer type="imap"><hostname>mx.%EMAILDOMAIN%</hostname><port>993</port><socketType>SSL</socketType><username>%EMAILLOCALPART%</username><authentication>OAuth2</authentication></incomingServer>
              <incomingServer type="pop3"><hostname>bad host</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
              <incomingServer type="pop3"><hostname>mx.a.test</hostname><port>99999</port><socketType>SSL</socketType></incomingServer>
              <outgoingServer type="smtp"><hostname>mx.a.test</hostname><port>587</port><socketType>STARTTLS</socketType><username>%EMAILADDRESS%</username></outgoingServer>
            </emailProvider></clientConfig>
            """, "text/xml");
        dns.Service("_imaps._tcp.a.test", 0, 1, 993, "mx.a.test").Service("_pop3s._tcp.a.test", 0, 0, 0, ".");

        IReadOnlyList<MailServerSetting> found = await FindAsync("ann@a.test");

        Assert.Equal(2, found.Count);
        Assert.Equal(
            (MailProtocol.Imap, "mx.a.test", 993, TlsMode.Implicit, "ann", "Autoconfig, Srv", "OAuth2"),
            (
                found[0].Protocol,
                found[0].Server,
                found[0].Port,
                found[0].TlsMode,
                found[0].UserName,
                found[0].Source,
                found[0].Note));
        Assert.Equal((587, TlsMode.StartTls, "ann@a.test"), (found[1].Port, found[1].TlsMode, found[1].UserName));
    }

    [Fact]
    public async Task Autodiscover_is_read()
    {
        web.Serve("autodiscover.a.test/autodiscover/autodiscover.xml", """
            <Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"><Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a">
            <Account><Protocol><Type>IMAP</Type><Server>mx.a.test</Server><Port>993</Port><SSL>on</SSL><LoginName>ann</LoginName></Protocol>
            <Protocol><Type>SMTP</Type><Server>mx.a.test</Server><Port>587</Port><Encryption>TLS</Encryption></Protocol></Account></Response></Autodiscover>
            """, "text/xml");

        IReadOnlyList<MailServerSetting> found = await FindAsync("ann@a.test");

        Assert.Equal(
            ["Imap 993 Implicit ann Autodiscover", "Submission 587 StartTls ann@a.test Autodiscover"],
            found.Select(Short));
    }

    [Theory]
    [InlineData(
        "<!DOCTYPE x [<!ENTITY h SYSTEM \"file:///etc/hostname\">]><clientConfig><incomingServer type=\"imap\"><hostname>&h;</hostname><port>993</port></incomingServer></clientConfig>")]
    [InlineData("<clientConfig><incomingServer type=\"imap\">")]
    [InlineData("")]
    public async Task Hostile_XML_gives_nothing(string content)
    {
        web.Serve("/.well-known/autoconfig/mail/config-v1.1.xml", content, "text/xml");

        Assert.Empty(await FindAsync("ann@a.test"));
    }

    [Fact]
    public async Task A_known_provider_is_recognised_by_the_domain_and_by_its_mail_servers()
    {
        dns.Mx("a.test", 10, "aspmx.l.google.com")
            .Mx("b.test", 10, "b-test.mail.protection.outlook.com")
            .Mx("c.test", 10, "evilgoogle.com");

        Assert.All(await FindAsync("ann@gmail.com"), setting => Assert.Equal("Provider", setting.Source));
        IReadOnlyList<MailServerSetting> hosted = await FindAsync("ann@a.test");
        Assert.Contains("Imap 993 Implicit ann@a.test Mx", hosted.Select(Short));
        Assert.Matches(@"Gmail \(as of 20\d\d-\d\d\): .*app password", hosted[0].Note);
        Assert.Contains("アプリ パスワード", (await FindAsync("ann@gmail.com", "ja-JP"))[0].Note, StringComparison.Ordinal);
        Assert.Contains("OAuth", (await FindAsync("ann@b.test"))[0].Note, StringComparison.Ordinal);
        Assert.Empty(await FindAsync("ann@c.test"));
    }

    [Fact]
    public async Task A_guess_is_given_only_when_the_protocol_answers_there()
    {
        await using FaultServer imap = new FakeMailServer(MailProtocol.Imap) { Implicit = true }.Start();
        await using FaultServer other = FaultServer.Saying("220 files.example FTP\r\n"u8.ToArray());
        dns.Host("imap.a.test", "127.0.0.1").Host("smtp.a.test", "127.0.0.1");

        IReadOnlyList<MailServerSetting> found = await FindAsync(
            "ann@a.test", ports: [new(MailProtocol.Imap, imap.Port, TlsMode.Implicit), new(
                MailProtocol.Submission, other.Port, TlsMode.StartTls)]);

        MailServerSetting setting = Assert.Single(found);
        Assert.Equal(("imap.a.test", imap.Port, "Guess"), (setting.Server, setting.Port, setting.Source));
    }

    [Fact]
    public void The_table_of_providers_is_sound()
    {
        Assert.All(KnownProvider.All, provider =>
        {
            Assert.Matches(@"^20\d\d-\d\d$", provider.AsOf);
            Assert.NotEmpty(provider.SettingsFor(EmailAddress.Parse("ann@a.test"), CultureInfo.InvariantCulture));
            Assert.All([provider.En, provider.Ja], text => Assert.NotEmpty(text));
            Assert.Contains(provider.UserName, new[] { "Address", "LocalPart", "" });
        });
        Assert.Equal(
            KnownProvider.All.SelectMany(provider => provider.Domains).Distinct(),
            KnownProvider.All.SelectMany(provider => provider.Domains));
    }

    private static string Short(MailServerSetting setting) =>
        $"{setting.Protocol} {setting.Port} {setting.TlsMode} {setting.UserName} {setting.Source}";

    private async Task<IReadOnlyList<MailServerSetting>> FindAsync(
        string address, string culture = "", IReadOnlyList<KnownEndPoint>? ports = null)
    {
        using WebReader reader = new(web.Handler(), TimeSpan.FromSeconds(5), TimeProvider.System);
        DnsLookup lookup = new([dns.Address], new DnsLimits(), TimeProvider.System);
        return await new ServerSearch(
            EmailAddress.Parse(address), lookup, reader, CultureInfo.GetCultureInfo(culture), ports ?? [])
            .FindAsync(TestContext.Current.CancellationToken);
    }
}

using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Connection;
using MailAdmin.Tests.Diagnostics;

namespace MailAdmin.Tests.Peers;

/// <summary>
/// The diagnosis of a Dovecot that somebody else runs: healthy, and with one setting wrong each time.
/// </summary>
public sealed class DovecotDiagnosisTests(HealthyPeers peers) : IClassFixture<HealthyPeers>
{
    public static TheoryData<MailProtocol, TlsMode> Ways => new()
    {
        { MailProtocol.Imap, TlsMode.StartTls },
        { MailProtocol.Imap, TlsMode.Implicit },
        { MailProtocol.Imap, TlsMode.Auto },
        { MailProtocol.Pop3, TlsMode.StartTls },
        { MailProtocol.Pop3, TlsMode.Implicit },
        { MailProtocol.Pop3, TlsMode.Auto },
    };

    public static TheoryData<MailProtocol> Protocols => [MailProtocol.Imap, MailProtocol.Pop3];

    [Fact]
    public async Task A_healthy_one_passes_every_layer_both_ways()
    {
        DovecotServer server = await peers.DovecotAsync();

        foreach (TheoryDataRow<MailProtocol, TlsMode> way in Ways)
        {
            IReadOnlyList<MailTestResult> results = await Ask(server, way.Data.Item1, way.Data.Item2).RunAsync();

            Assert.All(results, result => Assert.True(
                result.Status == MailTestStatus.Pass, $"{way}: {result.Message}\n{result.Evidence}"));
            Assert.Contains(results, result => result.Layer == MailTestLayer.Mailbox);
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task The_wrong_TLS_mode_is_named_both_ways(MailProtocol protocol)
    {
        DovecotServer server = await peers.DovecotAsync();

        MailTestResult plain =
            await (Ask(server, protocol, TlsMode.Implicit) with { TlsMode = TlsMode.StartTls }).RootCauseAsync();
        MailTestResult tls =
            await (Ask(server, protocol, TlsMode.StartTls) with { TlsMode = TlsMode.Implicit }).RootCauseAsync();

        Assert.Equal(("PlainOnTlsPort", "TlsOnPlainPort"), (plain.Code, tls.Code));
        Assert.EndsWith(
            $"-Port {server.PortOf(protocol, TlsMode.Implicit)} -TlsMode Implicit", plain.FixCommand,
            StringComparison.Ordinal);
        Assert.EndsWith(
            $"-Port {server.PortOf(protocol, TlsMode.StartTls)} -TlsMode StartTls", tls.FixCommand,
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task The_other_protocol_is_WrongProtocol(MailProtocol protocol)
    {
        DovecotServer server = await peers.DovecotAsync();
        MailProtocol other = protocol == MailProtocol.Imap ? MailProtocol.Pop3 : MailProtocol.Imap;

        MailTestResult cause =
            await (Ask(server, other, TlsMode.StartTls) with { Protocol = protocol }).RootCauseAsync();

        Assert.Equal(("WrongProtocol", MailTestLayer.Greeting), (cause.Code, cause.Layer));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task STARTTLS_that_is_off_is_StartTlsMissing(MailProtocol protocol)
    {
        await using DovecotServer server = await DovecotServer.StartAsync("ssl = no");

        Assert.Equal("StartTlsMissing", (await Ask(server, protocol, TlsMode.StartTls).RootCauseAsync()).Code);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_password_before_TLS_that_is_not_taken_is_LogonNeedsTls(MailProtocol protocol)
    {
        DovecotServer server = await peers.DovecotAsync();

        MailTestResult cause = await (
            Ask(server, protocol, TlsMode.None) with { ConnectAddress = DovecotServer.OtherAddress })
            .RootCauseAsync();

        Assert.Equal(("LogonNeedsTls", MailTestLayer.Logon), (cause.Code, cause.Layer));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task PLAIN_that_is_off_is_LogonMechanismUnsupported(MailProtocol protocol)
    {
        await using DovecotServer server = await DovecotServer.StartAsync("auth_mechanisms = digest-md5");

        MailTestResult cause = await Ask(server, protocol, TlsMode.StartTls).RootCauseAsync();

        Assert.True(cause.Code == "LogonMechanismUnsupported", $"{cause.Code}: {cause.Message}\n{cause.Evidence}");
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task PLAIN_that_is_off_matters_not_where_another_mechanism_is_on(MailProtocol protocol)
    {
        await using DovecotServer server = await DovecotServer.StartAsync("auth_mechanisms = cram-md5");

        Assert.Null(RootCauseRule.Find(await Ask(server, protocol, TlsMode.StartTls).RunAsync()));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_certificate_that_ran_out_is_CertificateExpired(MailProtocol protocol)
    {
        string chain = peers.WriteExpiredChain();
        await using DovecotServer server =
            await DovecotServer.StartAsync($"ssl_cert = <{chain}", $"ssl_key = <{chain}");

        Assert.Equal("CertificateExpired", (await Ask(server, protocol, TlsMode.StartTls).RootCauseAsync()).Code);
        Assert.Equal("CertificateExpired", (await Ask(server, protocol, TlsMode.Implicit).RootCauseAsync()).Code);
    }

    [Theory]
    [InlineData(MailProtocol.Imap, "nobody@peer.test", Diagnosis.Password)]
    [InlineData(MailProtocol.Pop3, "nobody@peer.test", Diagnosis.Password)]
    [InlineData(MailProtocol.Imap, DovecotServer.Ann, "wrong")]
    [InlineData(MailProtocol.Pop3, DovecotServer.Ann, "wrong")]
    public async Task An_unknown_account_and_a_wrong_password_are_LogonFailed(
        MailProtocol protocol, string user, string password)
    {
        DovecotServer server = await peers.DovecotAsync();

        MailTestResult cause =
            await (Ask(server, protocol, TlsMode.Implicit) with { Credential = new(user, password) }).RootCauseAsync();

        Assert.Equal(("LogonFailed", MailTestLayer.Logon), (cause.Code, cause.Layer));
    }

    [Fact]
    public async Task A_mailbox_over_its_quota_is_MailboxFull()
    {
        DovecotServer server = await peers.DovecotAsync();

        MailTestResult cause = await (
            Ask(
                server,
                MailProtocol.Imap,
                TlsMode.Implicit) with { Credential = new(DovecotServer.Full, Diagnosis.Password) })
            .RootCauseAsync();

        Assert.Equal(("MailboxFull", MailTestLayer.Mailbox), (cause.Code, cause.Layer));
        Assert.Contains("10 KB", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_was_stopped_is_PortClosed()
    {
        await using DovecotServer server = await DovecotServer.StartAsync();
        await server.StopAsync();

        Assert.Equal("PortClosed", (await Ask(server, MailProtocol.Imap, TlsMode.Implicit).RootCauseAsync()).Code);
        Assert.Equal("PortClosed", (await Ask(server, MailProtocol.Pop3, TlsMode.StartTls).RootCauseAsync()).Code);
    }

    private static ConnectionTestRequest Ask(DovecotServer server, MailProtocol protocol, TlsMode mode) =>
        Diagnosis.Request(protocol, server.PortOf(protocol, mode), mode) with { Credential = new(
            DovecotServer.Ann, Diagnosis.Password) };
}

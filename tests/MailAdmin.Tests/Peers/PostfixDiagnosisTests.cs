using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Connection;
using MailAdmin.Tests.Diagnostics;

namespace MailAdmin.Tests.Peers;

/// <summary>The diagnosis of a Postfix: healthy, and with one wrong setting each time.</summary>
public sealed class PostfixDiagnosisTests(HealthyPeers peers) : IClassFixture<HealthyPeers>
{
    [Fact]
    public async Task A_healthy_one_passes_every_layer_for_programs_and_for_servers()
    {
        PostfixServer server = await peers.PostfixAsync();

        IReadOnlyList<MailTestResult> programs = await Ask(server).RunAsync();
        IReadOnlyList<MailTestResult> servers =
            await (Ask(server) with { Protocol = MailProtocol.Smtp, Credential = null }).RunAsync();

        Assert.All(
            programs,
            result => Assert.True(result.Status == MailTestStatus.Pass, $"{result.Message}\n{result.Evidence}"));
        Assert.Null(RootCauseRule.Find(servers));
        Assert.Equal(MailTestStatus.Pass, servers.Single(result => result.Layer == MailTestLayer.Mailbox).Status);
    }

    [Fact]
    public async Task One_with_TLS_from_the_start_passes_too_and_asked_for_STARTTLS_is_PlainOnTlsPort()
    {
        await using PostfixServer server = await peers.StartPostfixAsync("smtpd_tls_wrappermode = yes");

        IReadOnlyList<MailTestResult> right = await (Ask(server) with { TlsMode = TlsMode.Implicit }).RunAsync();

        Assert.All(
            right, result => Assert.True(result.Status == MailTestStatus.Pass, $"{result.Message}\n{result.Evidence}"));
        Assert.Equal("PlainOnTlsPort", (await Ask(server).RootCauseAsync()).Code);
    }

    [Fact]
    public async Task One_with_STARTTLS_asked_for_TLS_from_the_start_is_TlsOnPlainPort()
    {
        PostfixServer server = await peers.PostfixAsync();

        MailTestResult cause = await (Ask(server) with { TlsMode = TlsMode.Implicit }).RootCauseAsync();

        Assert.Equal(("TlsOnPlainPort", MailTestLayer.Tls), (cause.Code, cause.Layer));
        Assert.EndsWith("-TlsMode StartTls", cause.FixCommand, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_for_IMAP_it_is_WrongProtocol()
    {
        PostfixServer server = await peers.PostfixAsync();

        MailTestResult cause = await (Ask(server) with { Protocol = MailProtocol.Imap }).RootCauseAsync();

        Assert.Equal("WrongProtocol", cause.Code);
        Assert.StartsWith("An SMTP server", cause.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("StartTlsMissing", "smtpd_tls_security_level = none", "smtpd_tls_auth_only = no")]
    [InlineData("LogonMechanismUnsupported", "smtpd_sasl_auth_enable = no")]
    [InlineData("ServerBusy", "smtpd_sasl_path = inet:127.0.0.1:1")]
    [InlineData(
        "Greylisted",
        "smtpd_recipient_restrictions = check_recipient_access inline:{ {ann@peer.test=450 4.7.1 Come back later} }, permit")]
    [InlineData(
        "Blocklisted",
        "smtpd_recipient_restrictions = check_recipient_access inline:{ {ann@peer.test=554 5.7.1 Blocked using list.example} }, permit")]
    public async Task A_wrong_setting_has_its_cause(string code, params string[] settings)
    {
        await using PostfixServer server = await peers.StartPostfixAsync(settings);

        MailTestResult cause = await Ask(server).RootCauseAsync();

        Assert.True(cause.Code == code, $"{cause.Code}: {cause.Message}\n{cause.Evidence}");
    }

    [Fact]
    public async Task A_password_before_TLS_that_is_not_taken_is_LogonNeedsTls()
    {
        PostfixServer server = await peers.PostfixAsync();

        Assert.Equal("LogonNeedsTls", (await (Ask(server) with { TlsMode = TlsMode.None }).RootCauseAsync()).Code);
    }

    [Fact]
    public async Task A_certificate_that_ran_out_is_CertificateExpired()
    {
        string chain = peers.WriteExpiredChain();
        await using PostfixServer server = await peers.StartPostfixAsync($"smtpd_tls_chain_files = {chain}");

        Assert.Equal("CertificateExpired", (await Ask(server).RootCauseAsync()).Code);
    }

    [Theory]
    [InlineData("nobody@peer.test", Diagnosis.Password)]
    [InlineData(DovecotServer.Ann, "wrong")]
    public async Task An_unknown_account_and_a_wrong_password_are_LogonFailed(string user, string password)
    {
        PostfixServer server = await peers.PostfixAsync();

        Assert.Equal(
            "LogonFailed", (await (Ask(server) with { Credential = new(user, password) }).RootCauseAsync()).Code);
    }

    [Theory]
    [InlineData("nobody@peer.test", "RecipientNotFound")]
    [InlineData(DovecotServer.Full, "MailboxFull")]
    [InlineData("somebody@elsewhere.test", "RelayDenied")]
    public async Task A_recipient_that_is_not_taken_has_its_cause(string recipient, string code)
    {
        PostfixServer server = await peers.PostfixAsync();
        ConnectionTestRequest request =
            Ask(server) with { Protocol = MailProtocol.Smtp, Credential = null, Recipient = EmailAddress.Parse(recipient) };

        MailTestResult cause = await request.RootCauseAsync();

        Assert.True(
            (cause.Code, cause.Layer) == (code, MailTestLayer.Mailbox),
            $"{cause.Code}: {cause.Message}\n{cause.Evidence}");
    }

    [Fact]
    public async Task One_that_is_not_there_is_PortClosed()
    {
        ConnectionTestRequest request = Diagnosis.Request(
            MailProtocol.Submission, PostfixServer.FreePort(), TlsMode.StartTls);

        Assert.Equal("PortClosed", (await request.RootCauseAsync()).Code);
    }

    private static ConnectionTestRequest Ask(PostfixServer server) =>
        Diagnosis.Request(MailProtocol.Submission, server.Port, TlsMode.StartTls) with
        {
            Credential = new(DovecotServer.Ann, Diagnosis.Password),
            Recipient = EmailAddress.Parse(DovecotServer.Ann),
        };
}

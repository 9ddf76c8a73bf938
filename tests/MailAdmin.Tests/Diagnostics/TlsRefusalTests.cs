using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Connection;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>Servers that offer TLS or a logon and then do not keep to it, and servers that are too old.</summary>
public sealed class TlsRefusalTests
{
    [Theory]
    [InlineData(MailProtocol.Submission, "454 4.7.0 TLS not available due to temporary reason")]
    [InlineData(MailProtocol.Pop3, "-ERR no certificate")]
    [InlineData(MailProtocol.Imap, "NO no certificate")]
    public async Task A_server_that_refuses_the_STARTTLS_that_it_offers_is_not_one_without_TLS(
        MailProtocol protocol, string refusal)
    {
        await using FaultServer server = new FakeMailServer(protocol) { StartTlsRefusal = refusal }.Start();

        MailTestResult cause =
            await Diagnosis.Request(protocol, server.Port, TlsMode.StartTls).WithLogon().RootCauseAsync();

        Assert.Equal(("TlsHandshakeFailed", MailTestLayer.Tls), (cause.Code, cause.Layer));
        Assert.Contains(refusal, cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_between_servers_goes_on_without_TLS_when_the_server_refuses_it()
    {
        FakeMailServer fake = new(MailProtocol.Smtp) { StartTlsRefusal = "454 4.7.0 TLS not available" };
        await using FaultServer server = fake.Start();

        IReadOnlyList<MailTestResult> results =
            await Diagnosis.Request(MailProtocol.Smtp, server.Port, TlsMode.Auto).RunAsync();

        MailTestResult tls = results.Single(result => result.Layer == MailTestLayer.Tls);
        Assert.Equal((MailTestStatus.Warning, "TlsHandshakeFailed"), (tls.Status, tls.Code));
        Assert.True(RootCauseRule.Summarize("x", results).Succeeded);
    }

    [Fact]
    public async Task A_server_that_sends_EHLO_away_is_busy_and_not_without_TLS()
    {
        await using FaultServer server = new(async connection =>
        {
            await connection.SendAsync("220 mail.example ESMTP");
            await connection.ReadLineAsync();
            await connection.SendAsync("421 4.3.2 Shutting down");
            await connection.DrainAsync();
        });

        MailTestResult cause =
            await Diagnosis.Request(MailProtocol.Submission, server.Port, TlsMode.StartTls).RootCauseAsync();

        Assert.Equal(("ServerBusy", MailTestLayer.Tls), (cause.Code, cause.Layer));
        Assert.Contains("421 4.3.2 Shutting down", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_with_only_old_versions_of_TLS_is_named_with_them()
    {
        FakeMailServer fake = new(MailProtocol.Imap)
        {
            Implicit = true,
            Handshake = FakeMailServer.AnswerOldVersionsAsync,
        };
        await using FaultServer server = fake.Start();

        MailTestResult cause =
            await Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.Implicit).RootCauseAsync();

        Assert.Equal(("TlsVersionOld", MailTestLayer.Tls), (cause.Code, cause.Layer));
        Assert.Contains("TLS 1.0, TLS 1.1", cause.Message, StringComparison.Ordinal);
        Assert.Contains("TLS 1.2: refused", cause.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LOGINDISABLED_without_STARTTLS_leads_to_the_port_for_TLS()
    {
        FakeMailServer fake = new(MailProtocol.Imap) { Mechanisms = "", TakesLogin = false, OffersStartTls = false };
        await using FaultServer server = fake.Start();

        MailTestResult cause =
            await Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.None).WithLogon().RootCauseAsync();

        Assert.Equal(("LogonNeedsTls", MailTestLayer.Logon), (cause.Code, cause.Layer));
        Assert.Equal(
            "Test-MailConnection -Server localhost -Protocol Imap -Port 993 -TlsMode Implicit", cause.FixCommand);
    }

    [Fact]
    public async Task LOGINDISABLED_inside_TLS_is_not_a_matter_of_TLS()
    {
        FakeMailServer fake = new(MailProtocol.Imap) { Mechanisms = "", TakesLogin = false, Implicit = true };
        await using FaultServer server = fake.Start();

        MailTestResult cause =
            await Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.Implicit).WithLogon().RootCauseAsync();

        Assert.Equal("LogonMechanismUnsupported", cause.Code);
        Assert.Contains("LOGINDISABLED", cause.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TlsMode.None, "LogonNeedsTls")]
    [InlineData(TlsMode.Implicit, "LogonMechanismUnsupported")]
    public async Task A_LOGIN_that_is_refused_as_disabled_is_not_a_wrong_password(TlsMode mode, string code)
    {
        FakeMailServer fake = new(MailProtocol.Imap)
        {
            Implicit = mode == TlsMode.Implicit,
            LogonRefusal = "BAD LOGIN is disabled",
        };
        await using FaultServer server = fake.Start();

        MailTestResult cause =
            await Diagnosis.Request(MailProtocol.Imap, server.Port, mode).WithLogon().RootCauseAsync();

        Assert.Equal((code, MailTestLayer.Logon), (cause.Code, cause.Layer));
    }

    [Theory]
    [InlineData(MailProtocol.Imap, false)]
    [InlineData(MailProtocol.Pop3, true)]
    public async Task Only_a_POP3_mailbox_in_use_is_explained_by_POP3(MailProtocol protocol, bool isPop3)
    {
        FakeMailServer fake = protocol == MailProtocol.Imap
            ? new(protocol) { Implicit = true, MailboxRefusal = "NO [INUSE] In use" }
            : new(protocol) { Implicit = true, LogonRefusal = "-ERR [IN-USE] In use" };
        await using FaultServer server = fake.Start();

        MailTestResult cause =
            await Diagnosis.Request(protocol, server.Port, TlsMode.Implicit).WithLogon().RootCauseAsync();

        Assert.Equal("MailboxLocked", cause.Code);
        Assert.Equal(isPop3, (cause.Message + cause.Explanation + cause.Suggestion).Contains("POP3", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("530 5.7.0 Must issue a STARTTLS command first", "LogonNeedsTls")]
    [InlineData("530 5.7.0 Authentication required", "RelayDenied")]
    [InlineData("550 5.7.2 You may not send to this group", "RelayDenied")]
    public async Task A_refused_recipient_is_explained_by_the_words_beside_its_code(string refusal, string code)
    {
        await using FaultServer server = new FakeMailServer(MailProtocol.Smtp) { MailboxRefusal = refusal }.Start();
        ConnectionTestRequest request = Diagnosis.Request(MailProtocol.Smtp, server.Port, TlsMode.StartTls);

        MailTestResult cause =
            await (request with { Recipient = EmailAddress.Parse("ann@example.test") }).RootCauseAsync();

        Assert.Equal(code, cause.Code);
    }

    [Fact]
    public async Task A_short_timeout_gives_a_command_with_whole_seconds()
    {
        await using FaultServer server = new(connection => connection.DrainAsync());
        ConnectionTestRequest request = Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.StartTls);

        MailTestResult cause = await (request with { Timeout = TimeSpan.FromMilliseconds(700) }).RootCauseAsync();

        Assert.EndsWith("-TimeoutSeconds 3", cause.FixCommand, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_is_shown_by_its_code()
    {
        MailTestResult result = new()
        {
            Target = "x",
            Layer = MailTestLayer.Tls,
            Check = "Negotiate TLS",
            Status = MailTestStatus.Fail,
            Code = "CertificateExpired",
            Message = "It expired.",
        };

        Assert.Equal("CertificateExpired", $"{result}");
    }
}

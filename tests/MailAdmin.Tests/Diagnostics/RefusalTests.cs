using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Connection;
using MailAdmin.Diagnostics.Replies;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>
/// What servers answer to a logon or a mailbox, and what it means. The texts are those of well-known servers.
/// </summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData(MailProtocol.Submission, "535 5.7.8 Error: authentication failed", "LogonFailed")]
    [InlineData(MailProtocol.Imap, "NO [AUTHENTICATIONFAILED] Authentication failed.", "LogonFailed")]
    [InlineData(MailProtocol.Pop3, "-ERR [AUTH] Authentication failed.", "LogonFailed")]
    [InlineData(
        MailProtocol.Submission,
        "534-5.7.9 Application-specific password required. Learn more at\r\n534 5.7.9  https://support.example/",
        "AppPasswordRequired")]
    [InlineData(
        MailProtocol.Imap, "NO [ALERT] Application-specific password required: https://support.example/ (Failure)",
        "AppPasswordRequired")]
    [InlineData(MailProtocol.Pop3, "-ERR [AUTH] Web login required: https://support.example/", "AppPasswordRequired")]
    [InlineData(MailProtocol.Submission, "525 5.7.13 User account disabled", "AccountDisabled")]
    [InlineData(MailProtocol.Imap, "NO [CONTACTADMIN] Ask your administrator", "AccountDisabled")]
    [InlineData(MailProtocol.Pop3, "-ERR [AUTH] The account is disabled.", "AccountDisabled")]
    [InlineData(MailProtocol.Submission, "454 4.7.0 Too many login attempts, please try again later.", "AccountLocked")]
    [InlineData(MailProtocol.Imap, "NO [AUTHENTICATIONFAILED] Account is locked", "AccountLocked")]
    [InlineData(MailProtocol.Pop3, "-ERR [AUTH] Too many wrong passwords, try again later.", "AccountLocked")]
    [InlineData(
        MailProtocol.Submission,
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.",
        "ProtocolDisabled")]
    [InlineData(MailProtocol.Imap, "NO [ALERT] Your account is not enabled for IMAP use.", "ProtocolDisabled")]
    [InlineData(MailProtocol.Pop3, "-ERR [SYS/PERM] Your account is not enabled for POP access.", "ProtocolDisabled")]
    [InlineData(MailProtocol.Submission, "504 5.5.4 Unrecognized authentication type", "LogonMechanismUnsupported")]
    [InlineData(
        MailProtocol.Submission, "538 5.7.11 Encryption required for requested authentication mechanism",
        "LogonNeedsTls")]
    [InlineData(MailProtocol.Imap, "NO [PRIVACYREQUIRED] Plaintext authentication disallowed", "LogonNeedsTls")]
    [InlineData(
        MailProtocol.Pop3, "-ERR [AUTH] Plaintext authentication disallowed on non-secure connections.",
        "LogonNeedsTls")]
    [InlineData(MailProtocol.Submission, "454 4.7.0 Temporary authentication failure", "ServerBusy")]
    [InlineData(MailProtocol.Imap, "NO [UNAVAILABLE] Internal error occurred.", "ServerBusy")]
    [InlineData(MailProtocol.Pop3, "-ERR [SYS/TEMP] Internal error occurred.", "ServerBusy")]
    public async Task A_refused_logon_has_its_cause(MailProtocol protocol, string refusal, string code)
    {
        await using FaultServer server =
            new FakeMailServer(protocol) { LogonRefusal = refusal, Implicit = true }.Start();

        MailTestResult cause =
            await Diagnosis.Request(protocol, server.Port, TlsMode.Implicit).WithLogon().RootCauseAsync();

        Assert.Equal((code, MailTestLayer.Logon), (cause.Code, cause.Layer));
    }

    [Theory]
    [InlineData(MailProtocol.Submission)]
    [InlineData(MailProtocol.Pop3)]
    [InlineData(MailProtocol.Imap)]
    public async Task A_server_that_offers_nothing_before_TLS_is_LogonNeedsTls(MailProtocol protocol)
    {
        await using FaultServer server = new FakeMailServer(protocol) { Mechanisms = "" }.Start();

        MailTestResult cause =
            await Diagnosis.Request(protocol, server.Port, TlsMode.None).WithLogon().RootCauseAsync();

        Assert.Equal("LogonNeedsTls", cause.Code);
        Assert.EndsWith("-TlsMode StartTls", cause.FixCommand, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MailProtocol.Submission, "XOAUTH2")]
    [InlineData(MailProtocol.Pop3, "XOAUTH2 GSSAPI")]
    [InlineData(MailProtocol.Imap, "")]
    public async Task A_server_with_no_way_in_common_is_LogonMechanismUnsupported(
        MailProtocol protocol, string mechanisms)
    {
        await using FaultServer server =
            new FakeMailServer(protocol) { Mechanisms = mechanisms, Implicit = true }.Start();

        MailTestResult cause =
            await Diagnosis.Request(protocol, server.Port, TlsMode.Implicit).WithLogon().RootCauseAsync();

        Assert.Equal("LogonMechanismUnsupported", cause.Code);
    }

    [Fact]
    public async Task A_mailbox_that_another_POP3_session_has_is_MailboxLocked_after_a_good_logon()
    {
        FakeMailServer fake = new(
            MailProtocol.Pop3) { LogonRefusal = "-ERR [IN-USE] Mailbox is locked by another session", Implicit = true };
        await using FaultServer server = fake.Start();

        IReadOnlyList<MailTestResult> results =
            await Diagnosis.Request(MailProtocol.Pop3, server.Port, TlsMode.Implicit).WithLogon().RunAsync();

        Assert.Equal(MailTestStatus.Pass, results.Single(result => result.Layer == MailTestLayer.Logon).Status);
        MailTestResult cause = RootCauseRule.Find(results)!;
        Assert.Equal(("MailboxLocked", MailTestLayer.Mailbox), (cause.Code, cause.Layer));
    }

    [Fact]
    public async Task A_mailbox_that_has_used_its_quota_is_MailboxFull_by_IMAP()
    {
        await using FaultServer server =
            new FakeMailServer(MailProtocol.Imap) { Quota = (1024, 1024), Implicit = true }.Start();

        MailTestResult cause =
            await Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.Implicit).WithLogon().RootCauseAsync();

        Assert.Equal(("MailboxFull", MailTestLayer.Mailbox), (cause.Code, cause.Layer));
        Assert.Contains("1 MB", cause.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("452 4.2.2 The recipient's mailbox is full", "MailboxFull")]
    [InlineData("552 5.2.2 The message is larger than the mailbox", "MailboxFull")]
    [InlineData("550 5.2.1 The account is disabled", "AccountDisabled")]
    [InlineData("550 5.1.1 No such user", "RecipientNotFound")]
    [InlineData("550 5.7.1 Relaying denied", "RelayDenied")]
    [InlineData("451 4.7.1 Greylisted, please come back", "Greylisted")]
    [InlineData("554 5.7.1 Service unavailable; client host blocked using zen.example", "Blocklisted")]
    [InlineData("451 4.3.0 Out of disk", "ServerBusy")]
    public async Task A_refused_recipient_has_its_cause(string refusal, string code)
    {
        await using FaultServer server = new FakeMailServer(MailProtocol.Smtp) { MailboxRefusal = refusal }.Start();
        ConnectionTestRequest request = Diagnosis.Request(MailProtocol.Smtp, server.Port, TlsMode.StartTls);

        MailTestResult cause =
            await (request with { Recipient = EmailAddress.Parse("ann@example.test") }).RootCauseAsync();

        Assert.Equal((code, MailTestLayer.Mailbox), (cause.Code, cause.Layer));
    }
}

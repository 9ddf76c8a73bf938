using System.Security.Cryptography.X509Certificates;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Connection;

namespace MailAdmin.Tests.Diagnostics;

public sealed class CertificateTests
{
    [Fact]
    public async Task One_that_ran_out_is_CertificateExpired()
    {
        using X509Certificate2 certificate = TestCertificates.Issue("localhost", -30, -2);

        MailTestResult cause = (await Run(certificate)).Single(result => result.Layer == MailTestLayer.Tls);

        Assert.Equal((MailTestStatus.Fail, "CertificateExpired"), (cause.Status, cause.Code));
    }

    [Fact]
    public async Task One_for_the_future_is_ClockSkew()
    {
        using X509Certificate2 certificate = TestCertificates.Issue("localhost", 2, 30);

        Assert.Equal("ClockSkew", RootCauseRule.Find(await Run(certificate))!.Code);
    }

    [Fact]
    public async Task One_for_another_name_is_CertificateNameMismatch_and_the_name_is_said()
    {
        using X509Certificate2 certificate = TestCertificates.Issue("mail.other.test");

        MailTestResult cause = RootCauseRule.Find(await Run(certificate))!;

        Assert.Equal("CertificateNameMismatch", cause.Code);
        Assert.Contains("mail.other.test", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_self_signed_one_is_CertificateUntrusted()
    {
        using X509Certificate2 certificate = TestCertificates.SelfSigned("localhost");

        MailTestResult cause = RootCauseRule.Find(await Run(certificate))!;

        Assert.Equal("CertificateUntrusted", cause.Code);
        Assert.Contains("self-signed", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_of_an_unknown_authority_is_CertificateUntrusted()
    {
        using X509Certificate2 other = TestCertificates.SelfSigned("Another authority");

        IReadOnlyList<MailTestResult> results =
            await Run(TestCertificates.Good, request => request with { TrustedRoots = [other] });

        Assert.Equal("CertificateUntrusted", RootCauseRule.Find(results)!.Code);
    }

    [Fact]
    public async Task A_bad_one_gets_no_password_even_when_all_is_tried()
    {
        using X509Certificate2 certificate = TestCertificates.SelfSigned("localhost");

        IReadOnlyList<MailTestResult> results =
            await Run(certificate, request => request with { ContinueAfterFailure = true });

        Assert.Equal(MailTestStatus.Pass, results.Single(result => result.Layer == MailTestLayer.Greeting).Status);
        Assert.Equal(MailTestStatus.Skipped, results.Single(result => result.Layer == MailTestLayer.Logon).Status);
        Assert.DoesNotContain(
            "AUTH", string.Concat(results.Select(result => result.Evidence)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_one_is_a_warning_when_it_is_not_to_be_checked()
    {
        using X509Certificate2 certificate = TestCertificates.SelfSigned("localhost");

        IReadOnlyList<MailTestResult> results =
            await Run(certificate, request => request with { SkipCertificateCheck = true });

        MailTestResult tls = results.Single(result => result.Layer == MailTestLayer.Tls);
        Assert.Equal((MailTestStatus.Warning, "CertificateUntrusted"), (tls.Status, tls.Code));
        Assert.Equal(MailTestStatus.Pass, results.Single(result => result.Layer == MailTestLayer.Logon).Status);
    }

    [Fact]
    public async Task Our_listeners_own_one_is_a_warning_by_its_thumbprint()
    {
        using X509Certificate2 certificate = TestCertificates.SelfSigned("localhost");

        IReadOnlyList<MailTestResult> results =
            await Run(certificate, request => request with { KnownThumbprint = certificate.Thumbprint });

        Assert.Equal(MailTestStatus.Warning, results.Single(result => result.Layer == MailTestLayer.Tls).Status);
        Assert.True(RootCauseRule.Summarize("localhost", results).Succeeded);
    }

    private static async Task<IReadOnlyList<MailTestResult>> Run(
        X509Certificate2 certificate, Func<ConnectionTestRequest, ConnectionTestRequest>? change = null)
    {
        await using FaultServer server =
            new FakeMailServer(MailProtocol.Imap) { Implicit = true, Certificate = certificate }.Start();
        ConnectionTestRequest request = Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.Implicit).WithLogon();
        return await (change?.Invoke(request) ?? request).RunAsync();
    }
}

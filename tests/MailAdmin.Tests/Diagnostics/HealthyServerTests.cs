using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Connection;
using MailAdmin.Diagnostics.Replies;

namespace MailAdmin.Tests.Diagnostics;

public sealed class HealthyServerTests
{
    public static TheoryData<MailProtocol, TlsMode> Ways => new()
    {
        { MailProtocol.Submission, TlsMode.StartTls },
        { MailProtocol.Submission, TlsMode.Implicit },
        { MailProtocol.Smtp, TlsMode.StartTls },
        { MailProtocol.Pop3, TlsMode.StartTls },
        { MailProtocol.Pop3, TlsMode.Implicit },
        { MailProtocol.Imap, TlsMode.StartTls },
        { MailProtocol.Imap, TlsMode.Implicit },
        { MailProtocol.Imap, TlsMode.None },
        { MailProtocol.Pop3, TlsMode.None },
        { MailProtocol.Submission, TlsMode.None },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Every_layer_passes(MailProtocol protocol, TlsMode mode)
    {
        await using FaultServer server = new FakeMailServer(protocol) { Implicit = mode == TlsMode.Implicit }.Start();
        ConnectionTestRequest request = Diagnosis.Request(protocol, server.Port, mode).WithLogon();

        IReadOnlyList<MailTestResult> results =
            await (request with { Recipient = EmailAddress.Parse("ann@example.test") }).RunAsync();

        MailTestStatus tls = mode == TlsMode.None ? MailTestStatus.Skipped : MailTestStatus.Pass;
        Assert.All(
            results,
            result => Assert.Equal(result.Layer == MailTestLayer.Tls ? tls : MailTestStatus.Pass, result.Status));
        MailTestLayer[] order = mode == TlsMode.Implicit
            ? [MailTestLayer.Port, MailTestLayer.Tls, MailTestLayer.Greeting, MailTestLayer.Logon, MailTestLayer.Mailbox]
            : [MailTestLayer.Port, MailTestLayer.Greeting, MailTestLayer.Tls, MailTestLayer.Logon, MailTestLayer.Mailbox];
        Assert.Equal(order, results.Select(result => result.Layer));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_mode_of_an_unknown_port_is_found_out(bool isImplicit)
    {
        await using FaultServer server = new FakeMailServer(MailProtocol.Imap) { Implicit = isImplicit }.Start();

        IReadOnlyList<MailTestResult> results =
            await Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.Auto).WithLogon().RunAsync();

        Assert.All(results, result => Assert.Equal(MailTestStatus.Pass, result.Status));
    }

    [Fact]
    public async Task Without_a_password_the_layers_above_are_skipped_with_the_reason()
    {
        await using FaultServer server = new FakeMailServer(MailProtocol.Imap) { Implicit = true }.Start();

        IReadOnlyList<MailTestResult> results =
            await Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.Implicit).RunAsync();

        Assert.Equal(
            [MailTestLayer.Logon, MailTestLayer.Mailbox],
            results.Where(result => result.Status == MailTestStatus.Skipped).Select(result => result.Layer));
        Assert.Contains("-Credential", results[^2].Suggestion, StringComparison.Ordinal);
        Assert.True(RootCauseRule.Summarize("localhost", results).Succeeded);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_evidence_has_the_dialogue_and_not_the_password(MailProtocol protocol, TlsMode mode)
    {
        await using FaultServer server = new FakeMailServer(protocol)
        {
            Implicit = mode == TlsMode.Implicit,
            LogonRefusal = (
                protocol switch { MailProtocol.Imap => "NO", MailProtocol.Pop3 => "-ERR", _ => "535" }) + $" '{Diagnosis.Password}' is wrong",
        }.Start();

        IReadOnlyList<MailTestResult> results =
            await Diagnosis.Request(protocol, server.Port, mode).WithLogon().RunAsync();

        string all = string.Concat(results.Select(result => result.Evidence + result.Message + result.Explanation));
        Assert.Contains("PLAIN", all, StringComparison.Ordinal);
        Assert.Contains("********", all, StringComparison.Ordinal);
        Assert.DoesNotContain(Diagnosis.Password, all, StringComparison.Ordinal);
        Assert.DoesNotContain("Y29ycmVjdCBob3JzZ", all, StringComparison.Ordinal);
    }
}

using System.Reflection;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Connection;
using MailAdmin.Diagnostics.Local;
using MailAdmin.Diagnostics.Replies;
using MailAdmin.Diagnostics.Texts;

namespace MailAdmin.Tests.Diagnostics;

public sealed class ChainTests
{
    private static readonly LocalAddress Ann = new()
    {
        Address = EmailAddress.Parse("ann@example.test"),
        Domain = new MailDomain { Name = "example.test", UnicodeName = "example.test" },
        Kind = LocalAddressKind.Account,
        Account = new MailAccount
        {
            Address = "ann@example.test",
            PasswordLastSet = DateTime.UnixEpoch,
        },
    };

    [Fact]
    public async Task After_the_first_failure_the_rest_is_skipped_and_says_why()
    {
        await using FaultServer server = FaultServer.Saying("220 files.example FTP\r\n"u8.ToArray());

        IReadOnlyList<MailTestResult> results =
            await Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.StartTls).WithLogon().RunAsync();

        Assert.Equal(
            [
                MailTestStatus.Pass,
                MailTestStatus.Fail,
                MailTestStatus.Skipped,
                MailTestStatus.Skipped,
                MailTestStatus.Skipped
            ],
            results.Select(result => result.Status));
        Assert.Contains("Greeting", results[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_right_port_is_found_and_named_with_a_command()
    {
        await using FaultServer wrong = FaultServer.Saying("+OK ready\r\n"u8.ToArray());
        await using FaultServer right = new FakeMailServer(MailProtocol.Imap) { Implicit = true }.Start();
        ConnectionTestRequest request = Diagnosis.Request(MailProtocol.Imap, wrong.Port, TlsMode.Auto) with
        {
            KnownEndPoints = [new(MailProtocol.Pop3, wrong.Port, TlsMode.StartTls), new(
                MailProtocol.Imap, right.Port, TlsMode.Implicit)],
        };

        MailTestResult cause = await request.RootCauseAsync();

        Assert.Equal("WrongProtocol", cause.Code);
        Assert.Equal($"Use port {right.Port} with TLS from the start.", cause.Suggestion);
        Assert.Equal(
            $"Test-MailConnection -Server localhost -Protocol Imap -Port {right.Port} -TlsMode Implicit",
            cause.FixCommand);
    }

    [Fact]
    public async Task A_port_for_sending_that_is_closed_is_searched_at_the_other_ports_of_SMTP()
    {
        int port;
        await using (FaultServer gone = FaultServer.Saying([]))
        {
            port = gone.Port;
        }

        await using FaultServer other = new FakeMailServer(MailProtocol.Smtp).Start();
        ConnectionTestRequest request = Diagnosis.Request(MailProtocol.Submission, port, TlsMode.Auto) with
        {
            KnownEndPoints = [new(MailProtocol.Smtp, other.Port, TlsMode.StartTls)],
        };

        MailTestResult cause = await request.RootCauseAsync();

        Assert.Equal("PortClosed", cause.Code);
        Assert.Equal(
            $"Test-MailConnection -Server localhost -Protocol Smtp -Port {other.Port} -TlsMode StartTls",
            cause.FixCommand);
    }

    [Theory]
    [InlineData("imap.gmail.com", "14 March 2025")]
    [InlineData("outlook.office365.com", "16 September 2024")]
    [InlineData("imap.mail.me.com", "15 June 2017")]
    [InlineData("imap.mail.yahoo.com", "20 October 2020")]
    [InlineData("notgmail.com", null)]
    public async Task A_refused_password_is_explained_by_what_is_known_of_the_provider(string name, string? date)
    {
        using System.Security.Cryptography.X509Certificates.X509Certificate2 certificate = TestCertificates.Issue(name);
        await using FaultServer server = new FakeMailServer(MailProtocol.Imap)
        {
            Implicit = true,
            Certificate = certificate,
            LogonRefusal = "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
        }.Start();
        ConnectionTestRequest request =
            Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.Implicit).WithLogon() with { Server = name };

        MailTestResult cause = await request.RootCauseAsync();

        Assert.Equal("LogonFailed", cause.Code);
        Assert.Contains(date ?? "servers do not say which", cause.Explanation, StringComparison.Ordinal);
        Assert.Contains("Invalid credentials", cause.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_port_of_the_own_store_says_how_to_start_it()
    {
        int port;
        await using (FaultServer gone = FaultServer.Saying([]))
        {
            port = gone.Port;
        }

        MailTestResult cause = await (Diagnosis.Request(
            MailProtocol.Imap, port, TlsMode.Auto) with { IsLocalStore = true }).RootCauseAsync();

        Assert.Equal("PortClosed", cause.Code);
        Assert.Equal($"Start-MailListener -Protocol Imap -TlsMode Implicit -Port {port}", cause.FixCommand);
    }

    [Fact]
    public async Task Every_failure_explains_itself()
    {
        await using FaultServer server =
            new FakeMailServer(MailProtocol.Imap) { LogonRefusal = "NO no", Implicit = true }.Start();
        ConnectionTestRequest request =
            Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.Implicit).WithLogon() with
        {
            IsLocalStore = true,
            KnownEndPoints = [new(MailProtocol.Imap, server.Port, TlsMode.Implicit)],
            LocalUser = Ann,
        };

        MailTestResult cause = await request.RootCauseAsync();

        Assert.All([cause.Message, cause.Explanation, cause.Suggestion, cause.Evidence], text => Assert.NotEmpty(text));
        Assert.Equal("Set-MailAccountPassword -Address ann@example.test -GeneratePassword", cause.FixCommand);
        Assert.True(cause.Latency > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_stop_by_the_user_is_no_result()
    {
        await using FaultServer server = new(connection => connection.DrainAsync());
        using CancellationTokenSource stop = new();
        ConnectionTest test = new(TimeProvider.System, new SystemHostResolver());
        IAsyncEnumerator<MailTestResult> results =
            test.RunAsync(Diagnosis.Request(MailProtocol.Imap, server.Port, TlsMode.StartTls), stop.Token)
                .GetAsyncEnumerator(stop.Token);
        Assert.True(await results.MoveNextAsync());

        ValueTask<bool> next = results.MoveNextAsync();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public void Every_code_has_its_texts_and_every_text_its_code()
    {
        string[] codes =
            [.. typeof(MailTestCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.Name)];
        string[] texts =
        [
            .. DiagnosisTexts.For(System.Globalization.CultureInfo.InvariantCulture).Keys
                .Select(key => key.Split('.')[0])
                .Distinct()
                .Except(["Check", "Protocol", "Service", "Tls", "Layer", "Logon", "Error", "Setting", "Part"])
        ];

        Assert.Equal(codes.Order(), texts.Order());
    }

    [Theory]
    [InlineData("ann@example.test", "ann@example.test")]
    [InlineData("O'Neil; Remove-Item", "'O''Neil; Remove-Item'")]
    [InlineData("$(evil)", "'$(evil)'")]
    [InlineData("@splat", "'@splat'")]
    [InlineData("-Force", "'-Force'")]
    public void A_value_in_a_command_stays_one_argument(string value, string quoted)
    {
        Assert.Equal(quoted, CommandText.Quote(value));
    }
}

using System.Globalization;
using System.Net;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Relay;

namespace MailAdmin.Tests.Diagnostics;

public sealed class RelayTestTests
{
    [Fact]
    public async Task A_server_that_refuses_every_trick_passes()
    {
        await using FaultServer server = Server((_, _) => "550 5.7.1 relaying denied", []);

        IReadOnlyList<MailTestResult> results = await RunAsync(server.Port);

        Assert.Equal(11, results.Count);
        Assert.All(results, result => Assert.Equal((MailTestStatus.Pass, "Ok"), (result.Status, result.Code)));
    }

    [Fact]
    public async Task The_trick_that_works_is_named_and_no_message_is_sent()
    {
        List<string> heard = [];
        await using FaultServer server =
            Server((_, to) => to.Contains('%', StringComparison.Ordinal) ? "250 fine" : "550 5.7.1 no", heard);

        IReadOnlyList<MailTestResult> results = await RunAsync(server.Port);

        MailTestResult[] open = [.. results.Where(result => result.Status == MailTestStatus.Fail)];
        Assert.Equal(
            ["Percent sign in the local part", "Percent sign at the server's address"],
            open.Select(result => result.Check));
        Assert.All(open, result => Assert.Equal("RelayOpen", result.Code));
        Assert.Contains("<relay-test%example.org@example.test>", open[0].Message, StringComparison.Ordinal);
        Assert.All([open[0].Explanation, open[0].Suggestion, open[0].Evidence], text => Assert.NotEmpty(text));
        Assert.DoesNotContain(
            heard,
            line =>
                line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase)
                    || line.StartsWith("BDAT", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_open_relay_fails_the_plain_attempt()
    {
        await using FaultServer server = Server((_, _) => "250 fine", []);

        IReadOnlyList<MailTestResult> results = await RunAsync(server.Port);

        Assert.Equal(("RelayOpen", MailTestLayer.Relay), (results[0].Code, results[0].Layer));
    }

    [Fact]
    public async Task A_catch_all_proves_nothing()
    {
        await using FaultServer server =
            Server((_, to) => to.Contains("example.test>", StringComparison.Ordinal) ? "250 fine" : "550 5.7.1 no", []);

        IReadOnlyList<MailTestResult> results = await RunAsync(server.Port);

        Assert.DoesNotContain(results, result => result.Status == MailTestStatus.Fail);
        Assert.Equal(3, results.Count(result => result.Status == MailTestStatus.Skipped));
    }

    [Fact]
    public async Task A_server_that_closes_after_an_error_is_asked_again_and_then_left_in_peace()
    {
        await using FaultServer server = Server((_, _) => "421 too many errors", []);

        IReadOnlyList<MailTestResult> results = await RunAsync(server.Port);

        Assert.All(results, result => Assert.Equal(MailTestStatus.Skipped, result.Status));
    }

    [Fact]
    public async Task A_closed_port_is_told_as_such()
    {
        int port;
        await using (FaultServer gone = FaultServer.Saying([]))
        {
            port = gone.Port;
        }

        Assert.Equal("PortClosed", Assert.Single(await RunAsync(port)).Code);
    }

    private static FaultServer Server(Func<string, string, string> answerRecipient, List<string> heard) =>
        new(async connection =>
    {
        string sender = "";
        await connection.SendAsync("220 mail.example.test ESMTP");
        while (await connection.ReadLineAsync() is { } line)
        {
            lock (heard)
            {
                heard.Add(line);
            }

            string answer = line.Split(' ', ':')[0].ToUpperInvariant() switch
            {
                "MAIL" => "250 fine",
                "RCPT" => answerRecipient(sender, line),
                "EHLO" => "250 mail.example.test",
                _ => "250 fine",
            };
            sender = line.StartsWith("MAIL", StringComparison.Ordinal) ? line : sender;
            await connection.SendAsync(answer);
            if (answer.StartsWith("421", StringComparison.Ordinal))
            {
                return;
            }
        }
    });

    private static async Task<IReadOnlyList<MailTestResult>> RunAsync(int port)
    {
        RelayTestRequest request = new()
        {
            Server = "mail.example.test",
            ConnectAddress = IPAddress.Loopback,
            Port = port,
            Domain = "example.test",
            Sender = EmailAddress.Parse("relay-test@example.com"),
            Recipient = EmailAddress.Parse("relay-test@example.org"),
            Timeout = TimeSpan.FromSeconds(8),
            Culture = CultureInfo.InvariantCulture,
        };
        List<MailTestResult> results = [];
        await foreach (MailTestResult result in new RelayTest(TimeProvider.System, new SystemHostResolver()).RunAsync(
            request, TestContext.Current.CancellationToken))
        {
            results.Add(result);
        }

        return results;
    }
}

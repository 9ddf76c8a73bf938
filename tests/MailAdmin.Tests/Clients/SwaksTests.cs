using System.Text;
using System.Text.RegularExpressions;
using MailAdmin.Tests.Messages;

namespace MailAdmin.Tests.Clients;

/// <summary>
/// swaks takes a process for each message, so it sends the project's own messages. It adds fields, replaces words such
/// as %TO_ADDRESS% and strips what it takes for a mailbox separator, unless it is told to leave the text alone; then
/// the dots are the caller's business.
/// </summary>
[Collection(nameof(ClientTests))]
public sealed partial class SwaksTests(ClientServer server)
{
    [Fact]
    public async Task Swaks_sends_with_STARTTLS()
    {
        string account = await server.AddAccountAsync("swaks-smtp");

        IReadOnlyList<byte[]> messages = SentMessages.Small.Take(TestMessages.Own.Count).ToArray();
        await SendAsync(messages, account, ["--port", $"{server.Port(MailProtocol.Smtp, TlsMode.StartTls)}", "--tls"]);

        await server.RequireDeliveredAsync(account, messages);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task Swaks_submits_inside_TLS(string mechanism)
    {
        string account = await server.AddAccountAsync($"swaks-{mechanism}");
        IReadOnlyList<byte[]> messages = SentMessages.ForSubmissionBy(account).Take(3).ToArray();

        await SendAsync(
            messages,
            account,
            [
                "--port", $"{server.Port(MailProtocol.Submission, TlsMode.Implicit)}", "--tls-on-connect",
                "--auth", mechanism, "--auth-user", account, "--auth-password", ClientServer.Password,
            ]);

        await server.RequireDeliveredAsync(account, messages);
    }

    private async Task SendAsync(IReadOnlyList<byte[]> messages, string account, string[] arguments)
    {
        string swaks = ClientProcess.Require("swaks");
        using ClientFolder folder = new();
        foreach (string file in folder.Write(messages.Select(AsData)))
        {
            string[] common =
            [
                "--server", ClientServer.Host, "--from", account, "--to", account, "--helo", "client.example.test",
                "--tls-verify", "--tls-ca-path", server.Authority, "--silent", "2", "--no-data-fixup", "--data", $"@{file}",
            ];
            await ClientProcess.RunAsync(swaks, [.. common, .. arguments]);
        }
    }

    // RFC 5321 §4.5.2, and the line that ends DATA
    private static byte[] AsData(byte[] message) =>
        Encoding.Latin1.GetBytes(LeadingDot().Replace(Encoding.Latin1.GetString(message), "..") + ".");

    [GeneratedRegex(@"^\.", RegexOptions.Multiline)]
    private static partial Regex LeadingDot();
}

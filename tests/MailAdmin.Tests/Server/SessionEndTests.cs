using System.Text;
using MailAdmin.Requests;
using Microsoft.Extensions.Time.Testing;

using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

/// <summary>How sessions of real listeners end.</summary>
public sealed class SessionEndTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(MailProtocol.Imap, "* BYE")]
    [InlineData(MailProtocol.Pop3, "-ERR")]
    [InlineData(MailProtocol.Submission, "421 ")]
    public async Task A_client_is_told_that_its_session_ends_when_its_app_password_expires(
        MailProtocol protocol, string closing)
    {
        FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch);
        await using TestStore store = await CreateAsync(clock);
        await store.AddDomainAsync("example.test");
        await store.AddAccountAsync("ann@example.test");
        DateTimeOffset expires = clock.GetUtcNow().AddMinutes(1);
        string secret = (await store.Engine.SendAsync(
            new CreateAppPassword(Address("ann@example.test"), "phone", [], expires), None)).AppPassword!;
        MailListener listener = await StartAsync(store, protocol);
        using LineClient client = await LineClient.ConnectAsync(listener.Port);
        await client.ReadLineAsync();
        await LogOnAsync(client, protocol, "ann@example.test", secret);

        clock.Advance(TimeSpan.FromSeconds(76));

        Assert.StartsWith(
            closing, await client.ReadLineAsync().AsTask().WaitAsync(Patience, None), StringComparison.Ordinal);
        Assert.Null(await client.ReadLineAsync().AsTask().WaitAsync(Patience, None));
    }

    /// <summary>Logs on, and with IMAP waits in IDLE.</summary>
    private static async Task LogOnAsync(LineClient client, MailProtocol protocol, string address, string password)
    {
        switch (protocol)
        {
            case MailProtocol.Imap:
                Assert.Equal("a OK", (await client.ImapAsync("a", $"LOGIN {address} \"{password}\""))[^1][..4]);
                Assert.Equal("b OK", (await client.ImapAsync("b", "SELECT INBOX"))[^1][..4]);
                Assert.StartsWith("+", (await client.ImapAsync("c", "IDLE"))[^1], StringComparison.Ordinal);
                break;
            case MailProtocol.Pop3:
                Assert.StartsWith("+OK", await Pop3Async(client, $"USER {address}"), StringComparison.Ordinal);
                Assert.StartsWith("+OK", await Pop3Async(client, $"PASS {password}"), StringComparison.Ordinal);
                break;
            default:
                string plain = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{address}\0{password}"));
                Assert.StartsWith("250", await client.SmtpAsync("EHLO client.test"), StringComparison.Ordinal);
                Assert.StartsWith("235", await client.SmtpAsync($"AUTH PLAIN {plain}"), StringComparison.Ordinal);
                break;
        }
    }

    private static async Task<string?> Pop3Async(LineClient client, string command)
    {
        await client.SendAsync(command + "\r\n");
        return await client.ReadLineAsync();
    }

    private static async Task<MailListener> StartAsync(TestStore store, MailProtocol protocol)
    {
        StartListeners request =
            new() { Protocol = [protocol], TlsMode = TlsMode.None, Port = 0, AllowPlaintextLogin = true };
        return Assert.Single(await store.Engine.SendAsync(request, None));
    }
}

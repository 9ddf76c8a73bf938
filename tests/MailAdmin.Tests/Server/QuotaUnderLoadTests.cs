using MailAdmin.Contracts;
using MailAdmin.Requests;

using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

public sealed class QuotaUnderLoadTests
{
    private const int Connections = 32;
    private const int BodySize = 10_000;
    private static readonly string Body = string.Concat(Enumerable.Repeat(new string('x', 78) + "\r\n", BodySize / 80));

    [Fact]
    public async Task An_account_that_many_deliver_to_ends_exactly_within_its_quota()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        MailSize quota = MailSize.Parse("1 MB");
        await store.SetAccountAsync("ann@example.test", AccountValues("Quota") with { Quota = quota });
        StartListeners request = new() { Protocol = [MailProtocol.Smtp], TlsMode = TlsMode.None, Port = 0 };
        int port = (await store.Engine.SendAsync(request, None))[0].Port;

        string[][] answers = await Task.WhenAll(
            Enumerable.Range(0, Connections).Select(_ => Task.Run(() => DeliverUntilFullAsync(port))));

        int accepted = answers.Sum(ofOne => ofOne.Count(answer => answer.StartsWith("250", StringComparison.Ordinal)));
        Assert.All(answers, ofOne => Assert.StartsWith("452 4.2.2", ofOne[^1], StringComparison.Ordinal));
        MailAccount account = await store.Engine.SendAsync(new GetAccount(Address("ann@example.test")), None);
        Assert.Equal(accepted, account.MessageCount);
        Assert.True(account.UsedSize <= quota, $"{account.UsedSize.Bytes} of {quota.Bytes} are used.");

        // Not one more of them would have fitted.
        long each = account.UsedSize.Bytes / account.MessageCount;
        Assert.True(
            quota.Bytes - account.UsedSize.Bytes < each + 100, $"{account.UsedSize.Bytes} of {quota.Bytes} are used.");
    }

    [Fact]
    public async Task A_message_that_could_never_fit_is_refused_for_good()
    {
        await using TestStore store = await WithAccountsAsync("ann@example.test");
        await store.SetAccountAsync("ann@example.test", AccountValues("Quota") with { Quota = 1_000 });
        StartListeners request = new() { Protocol = [MailProtocol.Smtp], TlsMode = TlsMode.None, Port = 0 };
        int port = (await store.Engine.SendAsync(request, None))[0].Port;
        using LineClient client = await LineClient.ConnectAsync(port);
        await client.SmtpReplyAsync();
        await client.SmtpAsync("EHLO client.test");

        await client.SmtpAsync("MAIL FROM:<a@elsewhere.test> SIZE=2000");
        string announced = await client.SmtpAsync("RCPT TO:<ann@example.test>");
        await client.SmtpAsync("RSET");
        string silent = await TryDeliverAsync(client);

        Assert.StartsWith("552 5.2.2", announced, StringComparison.Ordinal);
        Assert.StartsWith("552 5.2.2", silent, StringComparison.Ordinal);
        Assert.Equal(0, (await store.Engine.SendAsync(new GetAccount(Address("ann@example.test")), None)).MessageCount);
    }

    private static async Task<string[]> DeliverUntilFullAsync(int port)
    {
        using LineClient client = await LineClient.ConnectAsync(port);
        await client.SmtpReplyAsync();
        await client.SmtpAsync("EHLO client.test");
        List<string> answers = [await TryDeliverAsync(client)];
        while (answers[^1].StartsWith("250", StringComparison.Ordinal))
        {
            answers.Add(await TryDeliverAsync(client));
        }

        return [.. answers];
    }

    /// <summary>The answer that decided: to RCPT when it was refused, else to the message.</summary>
    private static async Task<string> TryDeliverAsync(LineClient client)
    {
        await client.SmtpAsync("MAIL FROM:<a@elsewhere.test>");
        string recipient = await client.SmtpAsync("RCPT TO:<ann@example.test>");
        if (!recipient.StartsWith("250", StringComparison.Ordinal))
        {
            await client.SmtpAsync("RSET");
            return recipient;
        }

        await client.SmtpAsync("DATA");
        return await client.SmtpAsync($"Subject: x\r\n\r\n{Body}.");
    }
}

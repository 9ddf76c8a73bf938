
namespace MailAdmin.Tests.Imap;

public sealed class ConcurrentSessionsTests
{
    private const int Clients = 8;
    private const string Message = "Subject: x\r\n\r\nhello\r\n";
    private static readonly string[] FlagWords = ["\\Seen", "\\Flagged", "\\Deleted", "\\Answered", "$One", "$Two"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_each_session_was_told_is_what_the_server_has(int seed)
    {
        await using ImapTestServer server = await ImapTestServer.StartAsync();
        await server.DeliverAsync(40);

        using CountdownEvent changing = new(Clients);
        TaskCompletionSource allChanged = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<MailboxReplica>[] clients = [.. Enumerable.Range(0, Clients).Select(
            i => Task.Run(() => RunAsync(server, new Random((seed * 100) + i), EndChanges)))];
        await Task.WhenAll(clients);

        MailboxReplica truth = new();
        using ImapTestClient observer = await ImapTestClient.ConnectAsync(server);
        observer.OnUntagged = truth.Apply;
        await observer.ExpectOkAsync("SELECT INBOX");
        await observer.ExpectOkAsync("UID FETCH 1:* FLAGS");
        foreach (MailboxReplica.Entry entry in truth.Entries)
        {
            Assert.NotNull(entry.Uid);
        }

        foreach (Task<MailboxReplica> client in clients)
        {
            Assert.Equal(truth.Entries, (await client).Entries);
        }

        Task EndChanges()
        {
            if (changing.Signal())
            {
                allChanged.SetResult();
            }

            return allChanged.Task;
        }
    }

    private static async Task<MailboxReplica> RunAsync(ImapTestServer server, Random random, Func<Task> endChanges)
    {
        MailboxReplica told = new();
        using ImapTestClient client = await ImapTestClient.ConnectAsync(server);
        client.OnUntagged = told.Apply;
        await client.ExpectOkAsync("SELECT INBOX");
        await client.CommandAsync("UID FETCH 1:* FLAGS");
        for (int i = 0; i < 120; i++)
        {
            string answer = await StepAsync(client, told, random);
            Assert.False(answer.StartsWith("BAD", StringComparison.Ordinal), answer);
        }

        // Each has yet to hear of what the others did last. Flags are asked for only of messages that EXISTS alone told
        // of.
        await endChanges();
        await client.ExpectOkAsync("NOOP");
        for (int i = 0; i < told.Count; i++)
        {
            if (told.Entries[i].Uid is null || told.Entries[i].Flags is null)
            {
                await client.ExpectOkAsync($"FETCH {i + 1} (UID FLAGS)");
            }
        }

        return told;
    }

    private static async Task<string> StepAsync(ImapTestClient client, MailboxReplica told, Random random)
    {
        int number = told.Count == 0 ? 0 : random.Next(told.Count) + 1;
        string flag = FlagWords[random.Next(FlagWords.Length)];
        char sign = random.Next(2) == 0 ? '+' : '-';
        string silent = random.Next(2) == 0 ? ".SILENT" : "";
        switch (random.Next(told.Count == 0 ? 2 : 10))
        {
            case 0:
                return await client.CommandAsync($"APPEND INBOX ({flag}) {{{Message.Length}+}}\r\n{Message}");
            case 1:
                return await client.CommandAsync("NOOP");
            case 2 or 3:
                // A client counts a silent change as made; what the server says then outweighs it.
                told.ApplyOwnChange(number - 1, sign, flag);
                return await client.CommandAsync($"STORE {number} {sign}FLAGS{silent} ({flag})");
            case 4:
                return await client.CommandAsync($"FETCH {number}:* (UID FLAGS)");
            case 5:
                return await client.CommandAsync($"FETCH {number} (BODY[])");
            case 6:
                return await client.CommandAsync($"SEARCH 1:{number} UNSEEN SUBJECT x");
            case 7:
                return await client.CommandAsync($"COPY {number} INBOX");
            case 8:
                return await client.CommandAsync(random.Next(3) == 0 ? "EXPUNGE" : $"UID FETCH {number}:* (FLAGS)");
            default:
                string tag = await client.SendAsync("IDLE");
                await client.WriteAsync("DONE\r\n");
                return await client.ReadToAsync(tag);
        }
    }
}

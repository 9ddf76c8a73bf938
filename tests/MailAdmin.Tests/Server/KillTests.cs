using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Ownership;
using MailAdmin.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

[Collection(Alone.Name)]
public sealed class KillTests
{
    private const int Rounds = 50;
    private const int SmtpConnections = 16;
    private const int ImapConnections = 8;
    private const int SmtpAccounts = 4;

    private readonly Countdown acknowledgements = new();

    [Fact]
    public async Task What_was_acknowledged_is_there_once_after_each_of_fifty_kills()
    {
        using TemporaryFolder folder = new();
        await MakeStoreAsync(folder.Store);
        SmtpLoad[] smtp =
        [
            .. Enumerable.Range(0, SmtpConnections)
                .Select(i => new SmtpLoad(i, $"box{i % SmtpAccounts}@example.test", acknowledgements.Signal))
        ];
        ImapLoad[] imap =
        [
            .. Enumerable.Range(0, ImapConnections)
                .Select(i => new ImapLoad(i, $"imap{i}@example.test", acknowledgements.Signal))
        ];

        for (int round = 0; round < Rounds; round++)
        {
            // The kill comes at another moment each time, and never before there was something to lose.
            Task done = acknowledgements.Expect(20 + (round * 37 % 100));
            using ServerProcess server = await ServerProcess.StartAsync("serve", folder.Store);
            Task load = Task.WhenAll(
                [
                    .. smtp.Select(client => Task.Run(() => client.RunAsync(server.SmtpPort))),
                    .. imap.Select(client => Task.Run(() => client.RunAsync(server.ImapPort)))
                ]);

            // A load that ends before the kill has met a refusal, and tells.
            if (await Task.WhenAny(load, done) == load)
            {
                await load;
            }

            await server.KillAsync();
            await load;
        }

        await using IMailStorage storage = await MailStorage.OpenAsync(
            folder.Store, TimeProvider.System, NullLoggerFactory.Instance, None);
        foreach (IGrouping<string, SmtpLoad> clients in smtp.GroupBy(client => client.Recipient))
        {
            RequireDeliveries(
                await ReadInboxAsync(storage, clients.Key), [.. clients.SelectMany(client => client.Acknowledged)]);
        }

        foreach (ImapLoad client in imap)
        {
            RequireChanges(await ReadInboxAsync(storage, client.Account), client);
        }

        TestContext.Current.SendDiagnosticMessage(
            "{0} deliveries and {1} appends were acknowledged over {2} kills.",
            smtp.Sum(client => client.Acknowledged.Count),
            imap.Sum(client => client.Uids.Count),
            Rounds);
        Assert.DoesNotContain(
            await storage.TestAsync(null, None), finding => finding.Severity == FindingSeverity.Error);
    }

    private static void RequireDeliveries(List<(string Marker, MessageInfo Message)> inbox, List<string> acknowledged)
    {
        Assert.NotEmpty(acknowledged);
        Dictionary<string, int> copies = inbox.CountBy(message => message.Marker).ToDictionary();
        Assert.Equal([], acknowledged.Where(marker => copies.GetValueOrDefault(marker) != 1));
        Assert.All(copies.Values, count => Assert.Equal(1, count));
        RequireAscending(inbox.Select(message => message.Message.Uid.Value));
    }

    private static void RequireChanges(List<(string Marker, MessageInfo Message)> inbox, ImapLoad client)
    {
        Assert.NotEmpty(client.Uids);
        RequireAscending(client.Uids);
        RequireAscending(inbox.Select(message => message.Message.Uid.Value));
        Assert.Single(client.Validities);
        Dictionary<string, MessageInfo> there = inbox.ToDictionary(
            message => message.Marker, message => message.Message);
        foreach ((string marker, ImapLoad.Message known) in client.Messages)
        {
            bool isThere = there.TryGetValue(marker, out MessageInfo message);
            Assert.True(known.Expunged != true || !isThere, $"{marker} was expunged and is there.");
            Assert.True(
                known is not { Appended: true, Expunged: false } || isThere,
                $"{marker} was appended and is not there.");
            Assert.True(
                known.Flagged != true || !isThere || message.Flags.Has(SystemFlags.Flagged),
                $"{marker} was flagged and is not.");
        }
    }

    private static void RequireAscending(IEnumerable<uint> uids)
    {
        uint last = 0;
        foreach (uint uid in uids)
        {
            Assert.True(uid > last, $"UID {uid} after {last}.");
            last = uid;
        }
    }

    internal static async Task<List<(string Marker, MessageInfo Message)>> ReadInboxAsync(
        IMailStorage storage, string address)
    {
        AccountRecord account = (await storage.Directory.Accounts.FindAsync(Address(address), None))!;
        MailboxId inbox = MailboxId.InboxOf(account.Id);
        using MailboxSnapshot snapshot = await storage.Mailboxes.OpenAsync(
            inbox, observer: null, claimRecent: false, None);
        List<(string, MessageInfo)> messages = [];
        byte[] buffer = new byte[1_024];
        foreach (MessageInfo message in snapshot.Messages.ToArray())
        {
            using MessageContent content = await storage.Mailboxes.OpenMessageAsync(inbox, message.Uid, None);
            int count = await content.ReadAsync(0, buffer, None);
            string head = Encoding.ASCII.GetString(buffer, 0, count);
            int start = head.IndexOf("X-Marker: ", StringComparison.Ordinal) + "X-Marker: ".Length;
            messages.Add((head[start..head.IndexOf('\r', start)], message));
        }

        return messages;
    }

    private static async Task MakeStoreAsync(string path)
    {
        await TwoProcessTests.MakeStoreAsync(path);
        await using StoreHub hub = new();
        await using StoreLease lease = await hub.AcquireAsync(path, StoreUse.Administer, None);
        IEnumerable<string> addresses =
            [
                .. Enumerable.Range(0, SmtpAccounts).Select(i => $"box{i}"),
                .. Enumerable.Range(0, ImapConnections).Select(i => $"imap{i}")
            ];
        foreach (string name in addresses)
        {
            AccountProperties values = AccountValues(
                nameof(AccountProperties.Password)) with { Password = ScramCredential.Create("secret", 4_096) };
            await lease.Administration.SendAsync(new CreateAccount(Address(name + "@example.test"), values), None);
        }
    }
}

using System.Text.RegularExpressions;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Ownership;
using MailAdmin.Tests.Server;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Peers;

[Collection(Alone.Name)]
public sealed partial class RelayKillTests
{
    private const int Rounds = 50;
    private const int MessagesPerRound = 40;
    private const int Connections = 8;

    // What a queue runner may have in flight to one next hop: of each, the answer may come and its record not any more.
    private const int ConnectionsPerHop = 4;

    private readonly Countdown acknowledgements = new();

    [Fact]
    public async Task What_was_taken_for_another_server_arrives_there_over_fifty_kills()
    {
        await using PostfixServer postfix = await PostfixServer.StartAsync(PostfixServer.FreePort(), nextPort: 9);
        using TemporaryFolder folder = new();
        await MakeStoreAsync(folder.Store, postfix.Port);
        SmtpLoad[] loads = [.. Enumerable.Range(0, Connections).Select(
            i => new SmtpLoad(i, $"box{i}@peer.test", acknowledgements.Signal))];

        for (int round = 0; round < Rounds; round++)
        {
            Task done = acknowledgements.Expect(MessagesPerRound);
            using ServerProcess server = await ServerProcess.StartAsync("serve", folder.Store);
            Task load = Task.WhenAll(loads.Select(client => Task.Run(() => client.RunAsync(server.SmtpPort))));
            if (await Task.WhenAny(load, done) == load)
            {
                await load;
            }

            await server.KillAsync();
            await load;
        }

        using (ServerProcess server = await ServerProcess.StartAsync("serve", folder.Store))
        {
            await WaitUntilQueueIsEmptyAsync(folder.Store);
            Assert.Equal(0, await server.EndAsync());
        }

        List<string> acknowledged = [.. loads.SelectMany(client => client.Acknowledged)];
        Dictionary<string, int> copies = await WaitForCopiesAsync(postfix, acknowledged);
        int duplicates = copies.Values.Sum(count => count - 1);
        TestContext.Current.SendDiagnosticMessage(
            "{0} messages were taken over {1} kills; {2} copies were one too many.", acknowledged.Count, Rounds, duplicates);
        Assert.True(acknowledged.Count >= Rounds * MessagesPerRound);
        Assert.True(duplicates <= Rounds * ConnectionsPerHop, $"{duplicates} copies were one too many.");
    }

    [GeneratedRegex(@"^X-Marker: (\S+)", RegexOptions.Multiline)]
    private static partial Regex Marker();

    // Postfix answers before it has the message in the maildir.
    private static async Task<Dictionary<string, int>> WaitForCopiesAsync(
        PostfixServer postfix, List<string> acknowledged)
    {
        List<string> messages = await postfix.WaitForMessagesAsync(acknowledged.Count);
        Dictionary<string, int> copies = messages.CountBy(
            message => Marker().Match(message).Groups[1].Value).ToDictionary();
        Assert.Equal([], acknowledged.Where(marker => !copies.ContainsKey(marker)));
        return copies;
    }

    private static async Task WaitUntilQueueIsEmptyAsync(string path)
    {
        await using StoreHub hub = new();
        await using StoreLease lease = await hub.AcquireAsync(path, StoreUse.Administer, None);
        await lease.Administration.SendAsync(
            new DeliverQueue(new QueueFilter(), Wait: true), TestContext.Current.CancellationToken);
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(50));
        while (await lease.Administration.StreamAsync(new GetQueue(new QueueFilter { First = 1 }), None).AnyAsync())
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task MakeStoreAsync(string path, int port)
    {
        await TwoProcessTests.MakeStoreAsync(path);
        await using StoreHub hub = new();
        await using StoreLease lease = await hub.AcquireAsync(path, StoreUse.Administer, None);
        StoreProperties values =
            StoreValues(nameof(StoreProperties.SmartHost), nameof(StoreProperties.RelayNetwork)) with
        {
            SmartHost = $"127.0.0.1:{port}",
            RelayNetwork = ["127.0.0.0/8"],
        };
        await lease.Administration.SendAsync(new SetStore(values), None);
    }
}

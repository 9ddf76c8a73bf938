using System.Globalization;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Ownership;
using MailAdmin.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

/// <summary>
/// One process owns a store and takes mail, another administers it; the owner is killed again and again, now and then
/// with the other. MAILADMIN_TEST_KILLS says how often.
/// </summary>
[Collection(Alone.Name)]
public sealed class AdministrationKillTests
{
    private const int DefaultKills = 3;
    private const int Mailboxes = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Countdown acknowledgements = new();

    /// <summary>How many steps of each item were acknowledged.</summary>
    private readonly Dictionary<string, int> items = [];

    private static int Kills => int.TryParse(
        Environment.GetEnvironmentVariable("MAILADMIN_TEST_KILLS"), CultureInfo.InvariantCulture, out int kills)
        ? kills
        : DefaultKills;

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_nothing_is_half_done_and_administration_works_after_each_kill()
    {
        using TemporaryFolder folder = new();
        await TwoProcessTests.MakeStoreAsync(folder.Store);
        SmtpLoad[] mail =
        [
            .. Enumerable.Range(0, Mailboxes)
                .Select(i => new SmtpLoad(i, $"box{i}@example.test", acknowledgements.Signal)),
        ];
        await MakeMailboxesAsync(folder.Store, mail);

        for (int kill = 0; kill < Kills; kill++)
        {
            await KillOnceAsync(folder.Store, kill, mail);
        }

        await using IMailStorage storage = await MailStorage.OpenAsync(
            folder.Store, TimeProvider.System, NullLoggerFactory.Instance, None);
        foreach (string item in items.Keys)
        {
            string state = await StateOfAsync(storage.Directory, item);
            int number = int.Parse(item[(item.LastIndexOf('x') + 1)..], CultureInfo.InvariantCulture);
            string[] states = StatesOf(number);
            string[] allowed = states[items[item]..Math.Min(items[item] + 2, states.Length)];
            Assert.True(allowed.Contains(state), $"{item} is {state} after step {items[item]}.");
        }

        foreach (SmtpLoad client in mail)
        {
            await RequireMailAsync(storage, client);
        }

        Assert.Empty(await storage.TestAsync(null, None));
        TestContext.Current.SendDiagnosticMessage(
            "{0} kills: {1} changes of {2} items and {3} deliveries were acknowledged, all of them are there.",
            Kills,
            items.Values.Sum(),
            items.Count,
            mail.Sum(client => client.Acknowledged.Count));
    }

    /// <summary>What there is of an item after each of its steps.</summary>
    private static string[] StatesOf(int number)
    {
        string[] states = ["nothing", "account", "account alias", "account alias named"];
        return (number % 3) switch
        {
            1 => [.. states, "account named", "nothing"],
            2 => [.. states, "renamed alias named"],
            _ => states,
        };
    }

    private async Task KillOnceAsync(string store, int kill, SmtpLoad[] mail)
    {
        bool isOtherKilled = kill % 3 == 1;
        using ServerProcess server = await ServerProcess.StartAsync("serve", store);
        Assert.True(server.IsOwner);
        using ServerProcess other = await ServerProcess.StartAsync("administer", store, "example.test", $"{kill}");
        Assert.False(other.IsOwner);

        // The kill comes at another moment each time, and never before there was something to lose.
        Task enough = acknowledgements.Expect(20 + (kill * 37 % 150));
        TaskCompletionSource marked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task reading = ReadAsync(other, marked);
        Task load = Task.WhenAll(mail.Select(client => Task.Run(() => client.RunAsync(server.SmtpPort))));
        if (await Task.WhenAny(load, reading, enough).WaitAsync(Patience, None) is { } first && first != enough)
        {
            await first;
            Assert.Fail("The load ended before the kill.");
        }

        if (isOtherKilled)
        {
            await other.KillAsync();
        }

        await server.KillAsync();
        await load.WaitAsync(Patience, None);
        if (isOtherKilled)
        {
            await reading.WaitAsync(Patience, None);
            await AdministerAsync(store, $"mark {kill}");
        }
        else
        {
            await other.WriteLineAsync($"mark {kill}");
            await marked.Task.WaitAsync(Patience, None);
            Assert.Equal(0, await other.EndAsync().WaitAsync(Patience, None));
            await reading.WaitAsync(Patience, None);
        }

        await using StoreHub hub = new();
        await using StoreLease lease = await hub.AcquireAsync(store, StoreUse.Administer, None);
        Assert.True(lease.IsOwner);
        Assert.Equal(
            $"mark {kill}",
            (await lease.Administration.SendAsync(new GetAccount(Address("ann@example.test")), None)).DisplayName);
    }

    private async Task ReadAsync(ServerProcess other, TaskCompletionSource marked)
    {
        while (await other.ReadLineAsync() is { } line)
        {
            switch (line.Split(' '))
            {
                case ["ACK", string item, string step]:
                    items[item] = int.Parse(step, CultureInfo.InvariantCulture);
                    acknowledgements.Signal();
                    break;
                case ["LOST", string item]:
                    items.TryAdd(item, 0);
                    break;
                case ["MARKED"]:
                    marked.SetResult();
                    break;
                case ["END"]:
                    break;
                default:
                    Assert.Fail(line);
                    break;
            }
        }
    }

    private static async Task AdministerAsync(string store, string mark)
    {
        await using StoreHub hub = new();
        await using StoreLease lease = await hub.AcquireAsync(store, StoreUse.Administer, None);
        AccountProperties named = AccountValues(nameof(AccountProperties.DisplayName)) with { DisplayName = mark };
        await lease.Administration.SendAsync(new SetAccount(Address("ann@example.test"), named), None);
    }

    private static async Task MakeMailboxesAsync(string store, SmtpLoad[] mail)
    {
        await using StoreHub hub = new();
        await using StoreLease lease = await hub.AcquireAsync(store, StoreUse.Administer, None);
        foreach (SmtpLoad client in mail)
        {
            await lease.Administration.SendAsync(new CreateAccount(Address(client.Recipient), AccountValues()), None);
        }
    }

    private static async Task<string> StateOfAsync(IDirectory directory, string item)
    {
        AccountRecord? account = await directory.Accounts.FindAsync(Address($"u{item}@example.test"), None);
        AccountRecord? renamed = await directory.Accounts.FindAsync(Address($"r{item}@example.test"), None);
        AliasRecord? alias = await directory.Aliases.FindAsync(Address($"a{item}@example.test"), None);
        List<string> parts = [];
        parts.AddRange(account is null ? [] : ["account"]);
        parts.AddRange(renamed is null ? [] : ["renamed"]);
        parts.AddRange(alias is null ? [] : ["alias"]);
        parts.AddRange((account ?? renamed)?.DisplayName == item ? ["named"] : []);
        return parts.Count == 0 ? "nothing" : string.Join(' ', parts);
    }

    private static async Task RequireMailAsync(IMailStorage storage, SmtpLoad client)
    {
        List<(string Marker, MessageInfo Message)> inbox = await KillTests.ReadInboxAsync(storage, client.Recipient);
        Dictionary<string, int> copies = inbox.CountBy(message => message.Marker).ToDictionary();
        Assert.Equal([], client.Acknowledged.Where(marker => copies.GetValueOrDefault(marker) != 1));
        Assert.All(copies.Values, count => Assert.Equal(1, count));
    }
}

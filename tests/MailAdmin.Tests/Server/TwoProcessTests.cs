using System.Diagnostics;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Ownership;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

public sealed class TwoProcessTests
{
    private const int ImportedAccounts = 1_000;
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task One_process_creates_a_thousand_accounts_while_another_takes_mail()
    {
        using TemporaryFolder folder = new();
        await MakeStoreAsync(folder.Store);
        using ServerProcess server = await ServerProcess.StartAsync("serve", folder.Store);
        using CancellationTokenSource imported = new();
        Task<(int Delivered, TimeSpan Longest)> delivering = DeliverUntilAsync(server.SmtpPort, imported.Token);

        long started = Stopwatch.GetTimestamp();
        using ServerProcess script = await ServerProcess.StartAsync(
            "import", folder.Store, "example.test", $"{ImportedAccounts}");
        int created = await CountCreatedAsync(script);
        TimeSpan import = Stopwatch.GetElapsedTime(started);
        await imported.CancelAsync();
        (int delivered, TimeSpan longest) = await delivering;

        Assert.True(server.IsOwner);
        Assert.False(script.IsOwner);
        Assert.Equal(ImportedAccounts, created);
        Assert.True(delivered > 0);

        // A busy machine makes both slower; a delivery that waits for the import lasts as long as that.
        TimeSpan bound = import / 2 > MaxWait ? import / 2 : MaxWait;
        Assert.True(longest < bound, $"A delivery waited {longest}, the import took {import}.");

        // Both see the same: the one takes mail for what the other has made, and this third process reads it.
        using LineClient client = await LineClient.ConnectAsync(server.SmtpPort);
        await client.SmtpReplyAsync();
        Assert.Equal("250", await DeliverAsync(client, "import0999@example.test"));
        await using StoreHub hub = new();
        await using StoreLease lease = await hub.AcquireAsync(folder.Store, StoreUse.Administer, None);
        Assert.False(lease.IsOwner);
        Assert.Equal(
            1,
            (
                await lease.Administration.SendAsync(
                    new GetAccount(Address("import0999@example.test")), None)).MessageCount);
        Assert.Equal(
            delivered,
            (await lease.Administration.SendAsync(new GetAccount(Address("ann@example.test")), None)).MessageCount);
    }

    [Fact]
    public async Task When_the_owner_is_killed_the_other_becomes_the_owner_and_the_store_is_whole()
    {
        using TemporaryFolder folder = new();
        await MakeStoreAsync(folder.Store);
        using ServerProcess server = await ServerProcess.StartAsync("serve", folder.Store);
        await using StoreHub hub = new();
        StoreLease lease = await hub.AcquireAsync(folder.Store, StoreUse.Administer, None);
        Assert.False(lease.IsOwner);

        List<Task<AccountOutcome>> changes = [.. Enumerable.Range(0, 200).Select(i =>
            lease.Administration.SendAsync(new CreateAccount(Address($"a{i}@example.test"), AccountValues()), None))];
        await changes[0];
        await server.KillAsync();

        // Each change was made, or it is said that nobody knows; none is lost that was acknowledged.
        List<string> acknowledged = [];
        foreach (Task<AccountOutcome> change in changes)
        {
            try
            {
                acknowledged.Add((await change).Account.Address);
            }
            catch (MailException exception)
            {
                Assert.Equal(MailError.OwnerUnreachable, exception.Error);
            }
        }

        HashSet<string> there =
        [
            .. await lease.Administration.StreamAsync(new GetAccounts(), None)
                .Select(a => a.Address)
                .ToListAsync()
        ];
        Assert.Superset(new HashSet<string>(acknowledged), there);
        await using StoreLease now = await hub.AcquireAsync(folder.Store, StoreUse.HostListeners, None);
        Assert.True(now.IsOwner);
        Assert.DoesNotContain(
            await now.Administration.SendAsync(new CheckStore(), None),
            finding => finding.Severity == FindingSeverity.Error);
    }

    [Fact]
    public async Task When_the_other_is_killed_the_owner_goes_on()
    {
        using TemporaryFolder folder = new();
        await MakeStoreAsync(folder.Store);
        using ServerProcess server = await ServerProcess.StartAsync("serve", folder.Store);
        using ServerProcess script = await ServerProcess.StartAsync("import", folder.Store, "example.test", "5000");
        await script.ReadLineAsync();

        await script.KillAsync();

        using LineClient client = await LineClient.ConnectAsync(server.SmtpPort);
        await client.SmtpReplyAsync();
        Assert.Equal("250", await DeliverAsync(client, "ann@example.test"));
        await using StoreHub hub = new();
        await using StoreLease lease = await hub.AcquireAsync(folder.Store, StoreUse.Administer, None);
        Assert.DoesNotContain(
            await lease.Administration.SendAsync(new CheckStore(), None),
            finding => finding.Severity == FindingSeverity.Error);
    }

    [Fact]
    public async Task Listeners_start_when_the_script_that_has_the_store_is_done()
    {
        using TemporaryFolder folder = new();
        await MakeStoreAsync(folder.Store);
        using ServerProcess script = await ServerProcess.StartAsync("hold", folder.Store);

        Task<ServerProcess> starting = ServerProcess.StartAsync("serve", folder.Store);
        Assert.Equal(0, await script.EndAsync());
        using ServerProcess server = await starting;

        Assert.True(server.IsOwner);
    }

    /// <summary>A store with ann@example.test, which nobody has open afterwards.</summary>
    internal static async Task MakeStoreAsync(string path)
    {
        await using StoreHub hub = new();
        await hub.InitializeAsync(path, "mail.example.test", null, force: false, None);
        await using StoreLease lease = await hub.AcquireAsync(path, StoreUse.Administer, None);
        await lease.Administration.SendAsync(new CreateDomain(Domain("example.test"), DomainValues()), None);
        await lease.Administration.SendAsync(new CreateAccount(Address("ann@example.test"), AccountValues()), None);
    }

    private static async Task<int> CountCreatedAsync(ServerProcess script)
    {
        int created = 0;
        while (await script.ReadLineAsync() is { } line && line != "DONE")
        {
            Assert.StartsWith("CREATED", line, StringComparison.Ordinal);
            created++;
        }

        return created;
    }

    private static async Task<(int Delivered, TimeSpan Longest)> DeliverUntilAsync(int port, CancellationToken end)
    {
        using LineClient client = await LineClient.ConnectAsync(port);
        await client.SmtpReplyAsync();
        int delivered = 0;
        TimeSpan longest = TimeSpan.Zero;
        while (!end.IsCancellationRequested)
        {
            long started = Stopwatch.GetTimestamp();
            Assert.Equal("250", await DeliverAsync(client, "ann@example.test"));
            delivered++;
            TimeSpan took = Stopwatch.GetElapsedTime(started);
            longest = took > longest ? took : longest;
        }

        return (delivered, longest);
    }

    internal static async Task<string> DeliverAsync(LineClient client, string recipient)
    {
        await client.SmtpAsync("EHLO client.test");
        await client.SmtpAsync("MAIL FROM:<sender@elsewhere.test>");
        await client.SmtpAsync($"RCPT TO:<{recipient}>");
        await client.SmtpAsync("DATA");
        return (await client.SmtpAsync("Subject: hello\r\n\r\ntext\r\n."))[..3];
    }
}

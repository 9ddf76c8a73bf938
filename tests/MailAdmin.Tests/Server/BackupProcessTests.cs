using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Ownership;
using MailAdmin.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using static MailAdmin.Tests.Server.TestStore;

namespace MailAdmin.Tests.Server;

/// <summary>A backup is made by the process that owns the store, whoever asks, and outlasts that process's end.</summary>
public sealed class BackupProcessTests
{
    private const int Deliveries = 40;

    [Fact]
    public async Task A_second_process_backs_up_a_store_that_takes_mail()
    {
        using TemporaryFolder folder = new();
        await TwoProcessTests.MakeStoreAsync(folder.Store);
        using ServerProcess server = await ServerProcess.StartAsync("serve", folder.Store);
        await DeliverAllAsync(server.SmtpPort);
        await using StoreHub hub = new();
        await using StoreLease lease = await hub.AcquireAsync(folder.Store, StoreUse.Administer, None);
        Assert.False(lease.IsOwner);

        string destination = Path.Combine(folder.Path, "backups");
        MailStoreBackup backup = await lease.Administration.SendAsync(
            new BackupStore(new StoreBackupOptions(destination, null, true)), None);
        await MailStorage.RestoreAsync(destination, Path.Combine(folder.Path, "restored"), false, null, None);

        Assert.Equal(Deliveries, backup.Messages);
        await RequireWholeAsync(Path.Combine(folder.Path, "restored"), Deliveries);
        Assert.NotNull((await lease.Administration.SendAsync(new GetStore(), None)).LastBackup);
    }

    [Fact]
    public async Task A_kill_during_a_backup_leaves_the_store_and_the_backup_before_whole()
    {
        using TemporaryFolder folder = new();
        await TwoProcessTests.MakeStoreAsync(folder.Store);
        string destination = Path.Combine(folder.Path, "backups");
        StoreBackupOptions options = new(destination, 1, false);
        for (int round = 1; round <= 3; round++)
        {
            using ServerProcess server = await ServerProcess.StartAsync("serve", folder.Store);
            await DeliverAllAsync(server.SmtpPort);
            await using StoreHub hub = new();
            await using StoreLease lease = await hub.AcquireAsync(folder.Store, StoreUse.Administer, None);
            MailStoreBackup before = await lease.Administration.SendAsync(new BackupStore(options), None);
            Assert.Equal(round * Deliveries, before.Messages);

            // The kill comes while there is a backup that is not complete, unless that is too quick to be seen.
            Task<MailStoreBackup> second = lease.Administration.SendAsync(new BackupStore(options), None);
            Assert.True(SpinWait.SpinUntil(
                () => second.IsCompleted || Directory.EnumerateDirectories(destination, "*.partial").Any(),
                TimeSpan.FromSeconds(60)));
            await server.KillAsync();
            await Task.WhenAny(second).WaitAsync(TimeSpan.FromSeconds(60));

            string restored = Path.Combine(folder.Path, $"restored{round}");
            await MailStorage.RestoreAsync(destination, restored, false, null, None);
            await RequireWholeAsync(restored, round * Deliveries);
        }

        await RequireWholeAsync(folder.Store, 3 * Deliveries);
    }

    private static async Task DeliverAllAsync(int port)
    {
        using LineClient client = await LineClient.ConnectAsync(port);
        await client.SmtpReplyAsync();
        for (int number = 0; number < Deliveries; number++)
        {
            Assert.Equal("250", await TwoProcessTests.DeliverAsync(client, "ann@example.test"));
        }
    }

    private static async Task RequireWholeAsync(string path, int messages)
    {
        await using IMailStorage storage = await MailStorage.OpenAsync(
            path, TimeProvider.System, NullLoggerFactory.Instance, None);
        Assert.DoesNotContain(
            await storage.TestAsync(null, None), finding => finding.Severity != FindingSeverity.Information);
        Assert.Equal(messages, (await storage.MeasureAsync(None)).MessageCount);
    }
}

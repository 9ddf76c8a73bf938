using System.Collections.Concurrent;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Storage;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static System.Threading.CancellationToken;

namespace MailAdmin.Tests.Storage.Backups;

/// <summary>A backup has everything that was answered before it began, and nothing can make it lie about that.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private const int Writers = 16;
    private static readonly StoreOptions Small = new() { SegmentSize = 16 << 10, InlineBodySize = 2_000 };
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(60));
    private TestStore store = null!;
    private AccountId account;
    private MailboxId inbox;

    private string Destination => store.Path + "-backups";

    private string Restored => store.Path + "-restored";

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.CreateAsync(Small, timeProvider: time);
        account = await store.AddAccountAsync("ann@example.test");
        inbox = MailboxId.InboxOf(account);
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        foreach (string folder in Directory.GetDirectories(
            Path.GetDirectoryName(store.Path)!, Path.GetFileName(store.Path) + "*"))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Everything_acknowledged_before_a_backup_that_runs_during_deliveries_is_in_the_restored_store()
    {
        ConcurrentDictionary<string, bool> acknowledged = [];
        using CancellationTokenSource stop = new();
        TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task[] writers = [.. Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (int number = 0; !stop.IsCancellationRequested; number++)
            {
                // Every fourth one is a file of its own.
                string text = $"Subject: {writer}-{number}\r\n\r\n" + new string('x', number % 4 == 3 ? 4_000 : 400);
                await store.AppendAsync(inbox, text);
                acknowledged[text] = true;
                if (acknowledged.Count > 400)
                {
                    enough.TrySetResult();
                }
            }
        }))];
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(60));

        string[] before = [.. acknowledged.Keys];
        MailStoreBackup backup = await BackupAsync(verify: true);
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        await RestoreAsync(backup.Path);

        await using IMailStorage restored = await OpenRestoredAsync();
        Assert.Empty(restored.OpeningFindings);
        Assert.Empty(await restored.TestAsync(null, None));
        HashSet<string> texts = await ReadAllAsync(restored);
        Assert.Superset(before.ToHashSet(), texts);
        Assert.Equal(backup.Messages, texts.Count);
        Assert.True(backup.Verified);
    }

    [Fact]
    public async Task The_next_backup_copies_only_what_is_new_and_each_is_whole()
    {
        for (int number = 0; number < 600; number++)
        {
            await store.AppendAsync(inbox, $"Subject: {number}\r\n\r\n" + new string('x', number % 50 == 0 ? 9_000 : 900));
        }

        MailStoreBackup first = await BackupAsync();
        await store.AppendAsync(inbox, "Subject: new\r\n\r\nnew");
        MailStoreBackup second = await BackupAsync();

        Assert.Equal(first.Size, first.NewSize);
        Assert.InRange(second.NewSize.Bytes, 1, second.Size.Bytes / 2);
        Assert.Equal((first.Number + 1, first.Messages + 1), (second.Number, second.Messages));
        Directory.Delete(first.Path, recursive: true);
        await RestoreAsync(second.Path);
        await using IMailStorage restored = await OpenRestoredAsync();
        Assert.Empty(await restored.TestAsync(null, None));
        Assert.Equal(601, (await ReadAllAsync(restored)).Count);
    }

    [Fact]
    public async Task A_message_that_is_removed_during_the_backup_is_in_it_whole_and_its_file_goes_afterwards()
    {
        string large = "Subject: large\r\n\r\n" + new string('x', 5_000);
        await store.AppendAsync(inbox, large, SystemFlags.Deleted);
        string file = Assert.Single(Directory.GetFiles(Path.Combine(store.Path, "mail", "large")));
        ExpungeAtFirstPiece progress = new(store.Mailboxes, inbox, file);

        MailStoreBackup backup = await store.Storage.BackupAsync(
            new StoreBackupOptions(Destination, null, true), progress, None);

        Assert.True(progress.WasThereAfterwards);
        Assert.False(File.Exists(file));
        Assert.Empty(await store.Storage.TestAsync(null, None));
        await RestoreAsync(backup.Path);
        await using IMailStorage restored = await OpenRestoredAsync();
        Assert.Equal([large], await ReadAllAsync(restored));
    }

    [Fact]
    public async Task A_flipped_byte_is_found_by_verify_with_the_file_named_and_copied_again()
    {
        await FillAsync();
        MailStoreBackup first = await BackupAsync();
        string damaged = FlipByte(Path.Combine(first.Path, "mail", "00000001.log"));

        MailStoreBackup unverified = await BackupAsync();
        string shared = Path.Combine(unverified.Path, "mail", "00000001.log");
        MailStoreBackup second = await BackupAsync(verify: true);

        Assert.Empty(unverified.Damaged);
        Assert.Equal([shared], second.Damaged);
        MailException refusal = await Assert.ThrowsAsync<MailException>(() => RestoreAsync(first.Path));
        Assert.Equal(MailError.BackupDamaged, refusal.Error);
        Assert.Contains(damaged, refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Restored));
        await RestoreAsync(second.Path);
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("store.json")]
    [InlineData("directory.db")]
    [InlineData("mail/00000002.log")]
    public async Task Restore_refuses_a_backup_of_which_any_file_is_damaged_or_missing(string name)
    {
        await FillAsync();
        MailStoreBackup backup = await BackupAsync();
        string file = FlipByte(Path.Combine(backup.Path, name));

        MailException damaged = await Assert.ThrowsAsync<MailException>(() => RestoreAsync(Destination));
        File.Delete(file);
        MailException missing = await Assert.ThrowsAsync<MailException>(() => RestoreAsync(Destination));

        Assert.Equal(MailError.BackupDamaged, damaged.Error);
        Assert.Contains(file, damaged.Message, StringComparison.Ordinal);
        Assert.Equal(name == "manifest.json" ? MailError.BackupNotFound : MailError.BackupDamaged, missing.Error);
        Assert.False(Directory.Exists(Restored));
    }

    [Fact]
    public async Task Only_the_newest_complete_ones_are_retained_by_number_whatever_the_clock_says()
    {
        List<string> paths = [];
        for (int number = 0; number < 4; number++)
        {
            paths.Add((await BackupAsync()).Path);
            time.AdjustTime(time.GetUtcNow().AddDays(-1));
        }

        MailStoreBackup last = await BackupAsync(retain: 2);

        Assert.Equal(paths[..3], last.Removed);
        Assert.Equal([paths[3], last.Path], Directory.GetDirectories(Destination).Order(StringComparer.Ordinal));
        Assert.Equal(last.Path, (await RestoreAsync(Destination)).Path);
    }

    [Fact]
    public async Task What_an_interrupted_backup_left_is_neither_restored_nor_used_and_the_next_one_removes_it()
    {
        await FillAsync();
        MailStoreBackup first = await BackupAsync();
        string partial = Path.Combine(Destination, "backup-00000002.partial");
        Directory.CreateDirectory(partial);
        await File.WriteAllTextAsync(Path.Combine(partial, "store.json"), "{");

        Assert.Equal(first.Path, (await RestoreAsync(Destination)).Path);
        MailStoreBackup second = await BackupAsync();

        Assert.Equal([first.Path, second.Path], Directory.GetDirectories(Destination).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_backup_leaves_the_others_as_they_were()
    {
        await FillAsync();
        MailStoreBackup first = await BackupAsync();
        await FillAsync();
        using CancellationTokenSource stop = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Storage.BackupAsync(
            new StoreBackupOptions(Destination, 1, false), new Cancelling(stop), stop.Token));

        Assert.Equal([first.Path], Directory.GetDirectories(Destination));
        await RestoreAsync(Destination);
    }

    [Fact]
    public async Task One_backup_at_a_time_writes_to_a_destination_and_none_into_the_store()
    {
        Directory.CreateDirectory(Destination);
        using (File.Open(Path.Combine(Destination, "backup.lock"), FileMode.Create, FileAccess.Write, FileShare.None))
        {
            Assert.Equal(
                MailError.BackupRunning, (await Assert.ThrowsAsync<MailException>(() => BackupAsync())).Error);
        }

        MailException inside = await Assert.ThrowsAsync<MailException>(() => store.Storage.BackupAsync(
            new StoreBackupOptions(Path.Combine(store.Path, "backups"), null, false), null, None));
        Assert.Equal(MailError.InvalidArgument, inside.Error);
        await BackupAsync();
    }

    [Fact]
    public async Task Files_and_folders_of_backups_and_restored_stores_are_private()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes.");
            return;
        }

        await FillAsync();
        MailStoreBackup backup = await BackupAsync();
        await RestoreAsync(backup.Path);

        foreach (string root in (string[])[Destination, Restored])
        {
            Assert.All(
                Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).Append(root),
                folder => Assert.Equal(
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                    new DirectoryInfo(folder).UnixFileMode));
            Assert.All(
                Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories),
                file => Assert.Equal(
                    UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(file).UnixFileMode));
        }
    }

    [Fact]
    public async Task Restore_replaces_a_store_only_by_force_moves_it_aside_and_never_one_in_use()
    {
        MailStoreBackup backup = await BackupAsync();

        Assert.Equal(MailError.StoreExists, await RefusalAsync(force: false));
        Assert.Equal(MailError.StoreLocked, await RefusalAsync(force: true));
        await store.AppendAsync(inbox, "Subject: after the backup\r\n\r\n");
        await store.CloseAsync();
        MailStoreRestore restored = await MailStorage.RestoreAsync(backup.Path, store.Path, true, null, None);

        Assert.True(File.Exists(Path.Combine(restored.FormerStorePath!, "store.json")));
        await store.OpenAsync();
        Assert.Empty(await store.MessagesAsync(inbox));

        async Task<MailError> RefusalAsync(bool force) => (await Assert.ThrowsAsync<MailException>(
            () => MailStorage.RestoreAsync(backup.Path, store.Path, force, null, None))).Error;
    }

    [Fact]
    public async Task A_restore_that_was_killed_leaves_no_store_and_the_next_one_starts_afresh()
    {
        await FillAsync();
        MailStoreBackup backup = await BackupAsync();
        string staging = Restored + ".restoring";
        Directory.CreateDirectory(Path.Combine(staging, "mail"));
        await File.WriteAllTextAsync(Path.Combine(staging, "mail", "00000009.log"), "half");
        await File.WriteAllTextAsync(Path.Combine(staging, "store.json"), "{");
        using (File.Open(Path.Combine(staging, "store.lock"), FileMode.Create, FileAccess.Write, FileShare.None))
        {
            MailException running = await Assert.ThrowsAsync<MailException>(() => RestoreAsync(backup.Path));
            Assert.Equal(MailError.StoreLocked, running.Error);
        }

        await RestoreAsync(backup.Path);

        Assert.False(Directory.Exists(staging));
        await using IMailStorage restored = await OpenRestoredAsync();
        Assert.Empty(await restored.TestAsync(null, None));
        Assert.Equal(60, (await ReadAllAsync(restored)).Count);
    }

    private async Task FillAsync()
    {
        for (int number = 0; number < 60; number++)
        {
            await store.AppendAsync(inbox, $"Subject: {number}\r\n\r\n" + new string('x', 1_500));
        }
    }

    private Task<MailStoreBackup> BackupAsync(int? retain = null, bool verify = false) =>
        store.Storage.BackupAsync(new StoreBackupOptions(Destination, retain, verify), null, None);

    private Task<MailStoreRestore> RestoreAsync(string backup) =>
        MailStorage.RestoreAsync(backup, Restored, false, null, None);

    private Task<IMailStorage> OpenRestoredAsync() =>
        MailStorage.OpenAsync(Restored, Small, time, NullLoggerFactory.Instance, None);

    private async Task<HashSet<string>> ReadAllAsync(IMailStorage storage)
    {
        using MailboxSnapshot snapshot = await storage.Mailboxes.OpenAsync(inbox, null, false, None);
        HashSet<string> texts = [];
        foreach (MessageInfo message in snapshot.Messages.ToArray())
        {
            using MessageContent content = await storage.Mailboxes.OpenMessageAsync(inbox, message.Uid, None);
            byte[] bytes = new byte[content.Length];
            await content.ReadAsync(0, bytes, None);
            texts.Add(Encoding.UTF8.GetString(bytes));
        }

        return texts;
    }

    private static string FlipByte(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        return path;
    }

    // The first piece of the log that is read comes after what is in the backup was settled.
    private sealed class ExpungeAtFirstPiece(IMailboxes mailboxes, MailboxId mailbox, string file) : IProgress<double>
    {
        public bool? WasThereAfterwards { get; private set; }

        public void Report(double value)
        {
            if (WasThereAfterwards is null && value < 1)
            {
                Assert.Single(mailboxes.ExpungeAsync(mailbox, null, true, 0, None).GetAwaiter().GetResult());
                WasThereAfterwards = File.Exists(file);
            }
        }
    }

    private sealed class Cancelling(CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value) => stop.Cancel();
    }
}

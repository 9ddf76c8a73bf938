using System.Globalization;
using System.Runtime.InteropServices;
using MailAdmin.Contracts;
using MailAdmin.Storage;
using MailAdmin.Storage.Disk;
using MailAdmin.Tests.Dialogues;
using MailAdmin.Tests.Server;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MailAdmin.Tests.Storage;

/// <summary>A store has one owner, whatever happens to the files by which the others know it.</summary>
public sealed class StoreLockTests
{
    private static readonly StoreOptions WithoutLocks = new() { HasFileLocks = false };
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualClock clock = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task A_lock_file_that_was_removed_lets_no_second_owner_in_and_is_made_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not remove files that are open.");
        await using TestStore store = await TestStore.CreateAsync(timeProvider: clock);
        string lockFile = Path.Combine(store.Path, "store.lock");
        File.Delete(lockFile);

        MailException refusal = await Assert.ThrowsAsync<MailException>(
            () => OpenAsync(store.Path, new StoreOptions()));
        Assert.Equal(MailError.StoreLocked, refusal.Error);

        clock.Advance(Second);
        await UntilAsync(() => File.Exists(lockFile));
        await store.AddDomainAsync("example.test");
        refusal = await Assert.ThrowsAsync<MailException>(() => OpenAsync(store.Path, new StoreOptions()));
        Assert.Equal(MailError.StoreLocked, refusal.Error);
        Assert.False(store.Storage.WhenLost.IsCompleted);
    }

    [Fact]
    public async Task A_closed_store_is_free_while_a_process_that_is_just_starting_still_has_the_handles_of_its_parent()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The open files of the process are read from /proc.");
        await using TestStore store = await TestStore.CreateAsync();

        // Between fork and exec a child has all handles of its parent, also those that exec closes.
        int[] inherited = [.. OpenFilesBelow(store.Path).Select(Duplicate)];
        try
        {
            Assert.NotEmpty(inherited);
            await store.ReopenAsync();
        }
        finally
        {
            Array.ForEach(inherited, descriptor => _ = Close(descriptor));
        }
    }

    [Fact]
    public async Task An_owner_whose_folder_was_replaced_writes_nothing_into_the_new_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not move folders with open files.");
        await using TestStore store = await TestStore.CreateAsync(timeProvider: clock);
        await store.AddDomainAsync("example.test");
        string moved = store.Path + "-moved";
        Directory.Move(store.Path, moved);
        FolderCopy.Make(moved, store.Path);
        long[] before = Sizes(moved);

        clock.Advance(Second);

        await store.Storage.WhenLost.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
        MailException refusal = await Assert.ThrowsAsync<MailException>(() => store.AddDomainAsync("other.test"));
        Assert.Equal(MailError.StoreLocked, refusal.Error);
        Assert.NotEmpty(refusal.RecommendedAction);
        Assert.Equal(before, Sizes(moved));
        await using (IMailStorage next = await OpenAsync(store.Path, new StoreOptions()))
        {
            DomainRecord domain = await next.Directory.Domains.ListAsync(domain: null, CancellationToken.None).SingleAsync();
            Assert.Equal("example.test", domain.Name.Ascii);
        }

        await store.CloseAsync();
        Directory.Delete(moved, recursive: true);
    }

    [Fact]
    public async Task Without_locks_the_lease_keeps_a_second_owner_out()
    {
        await using TestStore store = await TestStore.CreateAsync(WithoutLocks, timeProvider: clock);

        Task<IMailStorage> opening = OpenAsync(store.Path);
        while (!opening.IsCompleted)
        {
            string before = await File.ReadAllTextAsync(LeaseOf(store), CancellationToken.None);
            clock.Advance(Second);
            await UntilAsync(() => opening.IsCompleted || File.ReadAllText(LeaseOf(store)) != before);
        }

        MailException refusal = await Assert.ThrowsAsync<MailException>(() => opening);
        Assert.Equal(MailError.StoreLocked, refusal.Error);
        await store.AddDomainAsync("example.test");
        Assert.False(store.Storage.WhenLost.IsCompleted);
    }

    [Fact]
    public async Task Without_locks_the_lease_of_a_dead_owner_is_taken_and_one_that_was_released_costs_no_time()
    {
        await using TestStore store = await TestStore.CreateAsync(WithoutLocks, timeProvider: clock);
        await store.ReopenAsync();
        await store.CloseAsync();
        Assert.Equal(DateTimeOffset.UnixEpoch, clock.GetUtcNow());
        await File.WriteAllTextAsync(LeaseOf(store), "dead 7\n", CancellationToken.None);

        await using IMailStorage next = await RunClockAsync(OpenAsync(store.Path));

        Assert.NotEqual(DateTimeOffset.UnixEpoch, clock.GetUtcNow());
    }

    [Fact]
    public async Task Without_locks_an_owner_that_was_stopped_finds_before_it_writes_that_another_has_the_store()
    {
        ManualClock stopped = new(DateTimeOffset.UnixEpoch);
        await using TestStore store = await TestStore.CreateAsync(WithoutLocks, timeProvider: stopped);
        await using IMailStorage next = await RunClockAsync(OpenAsync(store.Path));
        long[] before = Sizes(store.Path);

        // Its timers have not fired, as when a machine has just been woken up: only the time has passed.
        stopped.Skip(TimeSpan.FromMinutes(1));
        MailException refusal = await Assert.ThrowsAsync<MailException>(() => store.AddDomainAsync("example.test"));

        Assert.Equal(MailError.StoreLocked, refusal.Error);
        Assert.Equal(before, Sizes(store.Path));
        Assert.False(next.WhenLost.IsCompleted);
    }

    [Fact]
    public async Task Without_locks_a_lease_that_was_removed_is_written_again()
    {
        await using TestStore store = await TestStore.CreateAsync(WithoutLocks, timeProvider: clock);
        File.Delete(LeaseOf(store));

        clock.Advance(Second);

        await UntilAsync(() => File.Exists(LeaseOf(store)));
        Assert.False(store.Storage.WhenLost.IsCompleted);
    }

    [Fact]
    public async Task New_files_are_private_from_the_first_moment()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        await using TestStore store = await TestStore.CreateAsync();
        string path = Path.Combine(store.Path, "new");

        using (StorePlatform.OpenFile(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None))
        {
            Assert.Throws<IOException>(
                () => StorePlatform.OpenFile(path, FileMode.CreateNew, FileAccess.Write, FileShare.None));
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    private static string LeaseOf(TestStore store) => Path.Combine(store.Path, "store.lease");

    private static long[] Sizes(string path) =>
        [.. new DirectoryInfo(Path.Combine(path, "mail")).EnumerateFiles().OrderBy(f => f.Name).Select(f => f.Length)];

    private Task<IMailStorage> OpenAsync(string path, StoreOptions? options = null) => MailStorage.OpenAsync(
        path, options ?? WithoutLocks, clock, NullLoggerFactory.Instance, CancellationToken.None);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    // The clock goes on as long as the work does.
    private async Task<T> RunClockAsync<T>(Task<T> work)
    {
        while (!work.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }

        return await work;
    }

    private static int[] OpenFilesBelow(string path) =>
    [
        .. Directory.GetFileSystemEntries("/proc/self/fd")
            .Where(link => TryReadLink(link)?.StartsWith(path, StringComparison.Ordinal) == true)
            .Select(link => int.Parse(Path.GetFileName(link), CultureInfo.InvariantCulture))
    ];

    private static string? TryReadLink(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName;
        }
        catch (IOException)
        {
            // Another test has closed this file meanwhile.
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "dup")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Duplicate(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Close(int descriptor);
}

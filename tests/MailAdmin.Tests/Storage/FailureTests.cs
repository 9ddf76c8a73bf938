using System.Collections.Concurrent;
using MailAdmin.Contracts;
using MailAdmin.Storage;
using MailAdmin.Storage.Disk;
using Xunit;

namespace MailAdmin.Tests.Storage;

public sealed class FailureTests
{
    private const int NoSpace = 28;

    [Fact]
    public async Task A_full_disk_refuses_changes_and_changes_nothing_until_there_is_space()
    {
        bool full = false;
        await using TestStore store = await TestStore.CreateAsync(Faulty(DiskStep.Write, () => full, NoSpaceHResult()));
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        await store.AppendAsync(inbox, "before");

        full = true;
        MailException error = await Assert.ThrowsAsync<MailException>(() => store.AppendAsync(inbox, "refused"));
        MailException other = await Assert.ThrowsAsync<MailException>(() => store.AddDomainAsync("refused.test"));
        full = false;
        await store.AppendAsync(inbox, "after");
        await store.ReopenAsync();

        Assert.Equal((MailError.DiskFull, MailError.DiskFull), (error.Error, other.Error));
        Assert.Null(await store.Directory.Domains.FindAsync(DomainName.Parse("refused.test"), CancellationToken.None));
        Assert.Equal(["before", "after"], await TextsAsync(store, inbox));
        Assert.Empty(store.Storage.OpeningFindings);
    }

    [Fact]
    public async Task A_failed_sync_refuses_the_whole_batch_and_nothing_of_it_comes_back()
    {
        int failures = 0;
        await using TestStore store =
            await TestStore.CreateAsync(Faulty(DiskStep.Sync, () => failures > 0 && failures-- > 0, hresult: 5));
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        await store.AppendAsync(inbox, "before");
        List<MailboxChange> changes = [];
        using MailboxSnapshot snapshot =
            await store.Mailboxes.OpenAsync(inbox, changes.Add, false, CancellationToken.None);

        failures = 1;
        MailException error = await Assert.ThrowsAsync<MailException>(() => store.AppendAsync(inbox, "refused"));

        Assert.Equal(MailError.StoreFailed, error.Error);
        Assert.Empty(changes);
        Assert.Equal(6, (await store.Mailboxes.GetUsageAsync(inbox.Account, CancellationToken.None)).UsedSize);
        await store.AppendAsync(inbox, "after");
        await store.ReopenAsync();
        Assert.Equal(["before", "after"], await TextsAsync(store, inbox));
        Assert.Empty(store.Storage.OpeningFindings);
    }

    [Fact]
    public async Task A_log_that_cannot_be_opened_again_refuses_until_it_can()
    {
        bool broken = false;
        StoreOptions options = new()
        {
            BeforeDiskStep = (_, path, _) =>
            {
                if (broken)
                {
                    throw new IOException("The disk is gone.") { HResult = 5 };
                }
            },
        };
        await using TestStore store = await TestStore.CreateAsync(options);
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));

        broken = true;
        await Assert.ThrowsAsync<MailException>(() => store.AppendAsync(inbox, "one"));
        await Assert.ThrowsAsync<MailException>(() => store.AppendAsync(inbox, "two"));
        broken = false;
        Uid uid = await store.AppendAsync(inbox, "three");

        Assert.Equal("three", await store.ReadTextAsync(inbox, uid));
        Assert.Equal(["three"], await TextsAsync(store, inbox));
    }

    [Fact]
    public async Task A_fault_that_stops_the_store_takes_no_file_of_a_message_that_was_acknowledged()
    {
        using ManualResetEventSlim reached = new();
        using ManualResetEventSlim goOn = new();
        int writes = int.MinValue;
        StoreOptions options = new()
        {
            InlineBodySize = 2,
            BatchSize = 1,
            BeforeDiskStep = (step, path, _) =>
            {
                if (step != DiskStep.Write || !path.EndsWith(".log", StringComparison.Ordinal))
                {
                    return;
                }

                switch (++writes)
                {
                    case 1:
                        reached.Set();
                        goOn.Wait(TimeSpan.FromSeconds(60));
                        break;
                    case 3:
                        throw new InvalidOperationException("A fault that nobody thought of.");
                }
            },
        };
        await using TestStore store = await TestStore.CreateAsync(options);
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));

        writes = 0;
        Task<Uid> first = store.AppendAsync(inbox, "one");
        Assert.True(reached.Wait(TimeSpan.FromSeconds(60)));
        NewMessage message = await store.SpoolAsync("acknowledged"u8.ToArray());
        Task<IReadOnlyList<AppendedMessage>> second =
            store.Mailboxes.AppendAsync(
                [new AppendRequest(message, inbox, NamedFlags.None)], 0, CancellationToken.None);
        Task<Uid> third = store.AppendAsync(inbox, "three");
        goOn.Set();
        Uid uid = (await second)[0].Uid;
        MailException stopped = await Assert.ThrowsAsync<MailException>(() => third);
        await message.Spool.DisposeAsync();
        await first;
        await store.ReopenAsync();

        Assert.Equal(MailError.StoreUnavailable, stopped.Error);
        Assert.Equal("acknowledged", await store.ReadTextAsync(inbox, uid));
    }

    [Fact]
    public async Task A_fault_before_the_commit_is_refused_and_the_next_change_is_taken()
    {
        bool faulty = false;
        StoreOptions options = new()
        {
            BeforeDiskStep = (step, _, _) =>
            {
                if (step == DiskStep.Sync && faulty)
                {
                    faulty = false;
                    throw new InvalidOperationException("A fault that nobody thought of.");
                }
            },
        };
        await using TestStore store = await TestStore.CreateAsync(options);
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));

        faulty = true;
        MailException error = await Assert.ThrowsAsync<MailException>(() => store.AppendAsync(inbox, "refused"));
        await store.AppendAsync(inbox, "after");

        Assert.Equal(MailError.StoreUnavailable, error.Error);
        Assert.Contains("A fault that nobody thought of.", error.Message, StringComparison.Ordinal);
        await store.ReopenAsync();
        Assert.Equal(["after"], await TextsAsync(store, inbox));
        Assert.Empty(store.Storage.OpeningFindings);
    }

    [Fact]
    public async Task A_fault_after_the_commit_stops_the_store_for_good_and_every_answer_says_why()
    {
        await using TestStore store = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        await store.AppendAsync(inbox, "before");
        await store.CloseAsync();
        using FaultyLogger logger = new();
        await store.OpenAsync(logger);
        using IDisposable observer =
            store.Mailboxes.Watch(inbox.Account, _ => throw new InvalidOperationException("An observer."));

        MailException first = await Assert.ThrowsAsync<MailException>(() => store.AppendAsync(inbox, "committed"));
        MailException[] later =
        [
            await Assert.ThrowsAsync<MailException>(() => store.AppendAsync(inbox, "refused")),
            await Assert.ThrowsAsync<MailException>(() => store.AddDomainAsync("refused.test")),
        ];

        Assert.All([first, .. later], error =>
        {
            Assert.Equal(MailError.StoreUnavailable, error.Error);
            Assert.Contains(FaultyLogger.Reason, error.Message, StringComparison.Ordinal);
        });
        await store.ReopenAsync();
        Assert.Empty(store.Storage.OpeningFindings);
        Assert.Equal(["before", "committed"], await TextsAsync(store, inbox));
        await store.AppendAsync(inbox, "after");
    }

    [Fact]
    public async Task A_failed_sync_is_repeated_only_on_a_new_handle_also_when_a_segment_is_sealed()
    {
        // The first sync of a full segment that fails is the one of sealing it.
        bool sealing = false;
        List<DiskStep> steps = [];
        StoreOptions options = new()
        {
            SegmentSize = 3_000,
            BeforeDiskStep = (step, path, length) =>
            {
                if (!path.EndsWith("00000001.log", StringComparison.Ordinal))
                {
                    return;
                }

                steps.Add(step);
                if (step == DiskStep.Sync && sealing && steps.Count > 2 && steps[^2] == DiskStep.Sync)
                {
                    sealing = false;
                    throw new IOException("The disk is gone.") { HResult = 5 };
                }
            },
        };
        await using TestStore store = await TestStore.CreateAsync(options);
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));

        sealing = true;
        await store.AppendAsync(inbox, new string('x', 2_000));
        Assert.False(sealing);
        int failed = steps.Count;
        await store.AppendAsync(inbox, "after");

        Assert.Equal([DiskStep.Open, DiskStep.Cut, DiskStep.Sync, DiskStep.Write], steps[failed..(failed + 4)]);
        await store.ReopenAsync();
        Assert.Equal(2, (await store.MessagesAsync(inbox)).Length);
        Assert.Empty(store.Storage.OpeningFindings);
    }

    [Fact]
    public async Task A_segment_never_grows_beyond_its_limit_even_when_the_next_one_cannot_be_created()
    {
        bool blocked = false;
        StoreOptions options = new()
        {
            SegmentSize = 3_000,
            MaxSegmentSize = 20_000,
            BeforeDiskStep = (step, path, _) =>
            {
                if (blocked && step == DiskStep.Open && !path.EndsWith("00000001.log", StringComparison.Ordinal))
                {
                    throw new IOException("Injected.") { HResult = NoSpaceHResult() };
                }
            },
        };
        await using TestStore store = await TestStore.CreateAsync(options);
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));

        blocked = true;
        List<Uid> stored = [];
        MailException? error = null;
        for (int i = 0; i < 40 && error is null; i++)
        {
            try
            {
                stored.Add(await store.AppendAsync(inbox, new string('x', 1_000)));
            }
            catch (MailException exception)
            {
                error = exception;
            }
        }

        Assert.Equal(MailError.DiskFull, error?.Error);
        Assert.InRange(stored.Count, 10, 19);
        Assert.InRange(new FileInfo(Path.Combine(store.Path, "mail", "00000001.log")).Length, 10_000, 20_000);
        blocked = false;
        await store.AppendAsync(inbox, "after");
        await store.ReopenAsync();
        Assert.Equal(stored.Count + 1, (await store.MessagesAsync(inbox)).Length);
        Assert.Empty(store.Storage.OpeningFindings);
    }

    [Fact]
    public async Task A_message_is_visible_only_after_commit()
    {
        using ManualResetEventSlim reached = new();
        using ManualResetEventSlim goOn = new();
        bool hold = false;
        StoreOptions options = new()
        {
            BeforeDiskStep = (step, _, _) =>
            {
                if (step == DiskStep.Sync && hold)
                {
                    reached.Set();
                    goOn.Wait(TimeSpan.FromSeconds(60));
                }
            },
        };
        await using TestStore store = await TestStore.CreateAsync(options);
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        await store.AppendAsync(inbox, "one");

        hold = true;
        Task<Uid> appending = store.AppendAsync(inbox, "two");
        Assert.True(reached.Wait(TimeSpan.FromSeconds(60)));
        MailboxInfo during = await store.InfoAsync(inbox);
        long used = (await store.Mailboxes.GetUsageAsync(inbox.Account, CancellationToken.None)).UsedSize;
        hold = false;
        goOn.Set();
        await appending;

        Assert.Equal((1, 2u, 3L), (during.MessageCount, during.UidNext, used));
        Assert.Equal(2, (await store.InfoAsync(inbox)).MessageCount);
    }

    [Fact]
    public async Task Who_gives_up_while_waiting_leaves_nothing()
    {
        using ManualResetEventSlim reached = new();
        using ManualResetEventSlim goOn = new();
        bool hold = false;
        StoreOptions options = new()
        {
            BeforeDiskStep = (step, _, _) =>
            {
                if (step == DiskStep.Sync && hold)
                {
                    hold = false;
                    reached.Set();
                    goOn.Wait(TimeSpan.FromSeconds(60));
                }
            },
        };
        await using TestStore store = await TestStore.CreateAsync(options);
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        using CancellationTokenSource cancellation = new();

        hold = true;
        Task<Uid> first = store.AppendAsync(inbox, "one");
        Assert.True(reached.Wait(TimeSpan.FromSeconds(60)));
        NewMessage message = await store.SpoolAsync("two"u8.ToArray());
        Task second =
            store.Mailboxes.AppendAsync([new AppendRequest(message, inbox, NamedFlags.None)], 0, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await message.Spool.DisposeAsync();
        goOn.Set();
        await first;
        await store.AppendAsync(inbox, "three");

        Assert.Equal(["one", "three"], await TextsAsync(store, inbox));
    }

    [Fact]
    public async Task A_tiny_disk_that_fills_up_loses_nothing_that_was_acknowledged()
    {
        // As the disk does it: half a record is written before it is full.
        long limit = long.MaxValue;
        StoreOptions options = new()
        {
            SegmentSize = 40_000,
            BeforeDiskStep = (step, path, length) =>
            {
                if (step == DiskStep.Write && length > limit)
                {
                    using FileStream file =
                        new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
                    file.Seek(0, SeekOrigin.End);
                    file.Write(new byte[100]);
                    throw new IOException("No space left on device") { HResult = NoSpaceHResult() };
                }
            },
        };
        await using TestStore store = await TestStore.CreateAsync(options);
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        limit = 30_000;
        ConcurrentBag<string> acknowledged = [];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < 20; i++)
            {
                string text = $"{writer}-{i} " + new string('x', 500);
                try
                {
                    await store.AppendAsync(inbox, text);
                    acknowledged.Add(text);
                }
                catch (MailException exception) when (exception.Error == MailError.DiskFull)
                {
                    // As the sender is told.
                }
            }
        })));
        await store.ReopenAsync();

        Assert.InRange(acknowledged.Count, 10, 159);
        Assert.Equal(acknowledged.Order(), (await TextsAsync(store, inbox)).Order());
        Assert.Empty(store.Storage.OpeningFindings);
    }

    [Fact]
    public async Task A_directory_file_without_space_costs_neither_the_store_nor_the_process()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // /dev/full refuses each write, as a full disk does.
        await using TestStore store = await TestStore.CreateAsync();
        await store.CloseAsync();
        string log = new StoreLayout(store.Path).DirectoryLogFile;
        File.Delete(log);
        File.CreateSymbolicLink(log, "/dev/full");
        await store.OpenAsync();
        for (int number = 0; number < 100; number++)
        {
            await store.AddDomainAsync($"domain{number}.test");
        }

        await store.ReopenAsync();
        Assert.Null(new FileInfo(log).LinkTarget);

        // What LiteDB left behind when its writes failed is collected here: a finalizer of its that threw would end the
        // tests.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.NotNull(
            await store.Directory.Domains.FindAsync(DomainName.Parse("domain99.test"), CancellationToken.None));
    }

    private static StoreOptions Faulty(DiskStep at, Func<bool> isFaulty, int hresult) => new()
    {
        BeforeDiskStep = (step, path, _) =>
        {
            if (step == at && isFaulty())
            {
                throw new IOException("Injected.") { HResult = hresult };
            }
        },
    };

    private static int NoSpaceHResult() => OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : NoSpace;

    private static async Task<List<string>> TextsAsync(TestStore store, MailboxId mailbox)
    {
        List<string> texts = [];
        foreach (MessageInfo message in await store.MessagesAsync(mailbox))
        {
            texts.Add(await store.ReadTextAsync(mailbox, message.Uid));
        }

        return texts;
    }
}

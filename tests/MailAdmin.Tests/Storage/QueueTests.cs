using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Storage;
using MailAdmin.Storage.Disk;
using Xunit;

namespace MailAdmin.Tests.Storage;

public sealed class QueueTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Noon = QueueItems.Noon;

    [Fact]
    public async Task An_item_is_whole_after_reopening()
    {
        await using TestStore store = await TestStore.CreateAsync();
        QueueItem item = new()
        {
            ReversePath = EmailAddress.Parse("Ann+x@example.test"),
            Domain = DomainName.Parse("grüße.test"),
            SenderDomain = DomainName.Parse("example.test"),
            Account = new AccountId(0),
            Recipients =
            [
                new QueueRecipient
                {
                    Address = EmailAddress.Parse("Bob@grüße.test"),
                    Notify = DsnNotify.Success | DsnNotify.Delay,
                    OriginalRecipient = "rfc822;bob@grüße.test",
                    State = QueueRecipientState.Delivered,
                    StatusCode = "2.1.5",
                    LastReply = "250 fine",
                },
                new QueueRecipient { Address = EmailAddress.Parse("eve@grüße.test") },
                new QueueRecipient { Address =
                    EmailAddress.Parse("joe@grüße.test"), StatusCode = "4.4.1", LastReply = "no answer" },
            ],
            Options = new MessageOptions
            {
                UsesUtf8 = true,
                Body = BodyType.BinaryMime,
                RequiresTls = true,
                Return = DsnReturn.Headers,
                EnvelopeId = "env-1",
                HoldUntil = Noon.AddHours(1),
                DeliverBy = new DeliverBy(Noon.AddHours(2), ReturnsThen: true, WantsTrace: true),
            },
            MessageId = "1@example.test",
            Subject = "Grüße",
            Queued = Noon,
            Expires = Noon.AddDays(5),
            NextAttempt = Noon.AddMinutes(1),
            Attempts = 3,
            LastAttempt = Noon.AddMinutes(-1),
            LastError = "no answer",
            StatusCode = "4.4.1",
            NextHop = "mx.test",
            Suspended = true,
            DelayReported = true,
        };

        long id = await AddAsync(store, "Subject: Hello\r\n", item);
        await store.ReopenAsync();

        QueueItem found = (await store.Queue.FindAsync(id, None))!;
        Assert.Equal(item.Recipients, found.Recipients);
        Assert.Equal(item with { Id = id, Size = 16, Recipients = found.Recipients }, found);
        Assert.Equal("Subject: Hello\r\n", await ReadAsync(store, id));
    }

    [Fact]
    public async Task A_commit_is_made_whole_or_not_at_all()
    {
        bool fails = false;
        StoreOptions options = new()
        {
            BeforeDiskStep = (step, _, _) =>
            {
                if (step == DiskStep.Sync && fails)
                {
                    fails = false;
                    throw new IOException("Injected.") { HResult = 5 };
                }
            },
        };
        await using TestStore store = await TestStore.CreateAsync(options);
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        long old = await AddAsync(store, "old", QueueItems.For("bob@away.test"));
        List<QueueChange> changes = [];
        using IDisposable watch = store.Queue.Watch(changes.AddRange, out _);
        NewMessage message = await store.SpoolAsync("new"u8.ToArray());
        await using MessageSpool spool = message.Spool;
        MailCommit commit = new()
        {
            Appends = [new AppendRequest(message, inbox, NamedFlags.None)],
            Additions = [new NewQueueItem(message, QueueItems.For("eve@away.test"))],
            Updates = [new QueueUpdate(old, _ => null)],
        };

        fails = true;
        await Assert.ThrowsAsync<MailException>(() => store.Queue.CommitAsync(commit, None));
        Assert.Empty(changes);
        Assert.Equal([old], await IdsAsync(store));
        Assert.Empty(await store.MessagesAsync(inbox));
        MailCommitOutcome outcome = await store.Queue.CommitAsync(commit, None);

        long added = Assert.Single(outcome.Queued);
        Assert.Equal([null], outcome.Updated);
        Assert.Equal([(added, false), (old, true)], changes.Select(change => (change.Id, change.Schedule is null)));
        await store.ReopenAsync();
        Assert.Equal([added], await IdsAsync(store));
        Assert.Equal("new", await store.ReadTextAsync(inbox, outcome.Appended[0].Uid));
        Assert.Equal("new", await ReadAsync(store, added));
    }

    [Fact]
    public async Task A_log_that_is_cut_anywhere_has_a_commit_whole_or_not_at_all()
    {
        await using TestStore store = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        long old = await AddAsync(store, "old", QueueItems.For("bob@away.test"));
        await store.CloseAsync();
        string log = Path.Combine(store.Path, "mail", "00000001.log");
        int start = (int)new FileInfo(log).Length;
        await store.OpenAsync();
        NewMessage message = await store.SpoolAsync("new"u8.ToArray());
        await store.Queue.CommitAsync(
            new MailCommit
            {
                Appends = [new AppendRequest(message, inbox, NamedFlags.None)],
                Additions = [new NewQueueItem(message, QueueItems.For("eve@away.test"))],
                Updates = [new QueueUpdate(old, _ => null)],
            },
            None);
        await message.Spool.DisposeAsync();
        await store.CloseAsync();
        byte[] whole = await File.ReadAllBytesAsync(log);

        for (int length = start; length <= whole.Length; length++)
        {
            await File.WriteAllBytesAsync(log, whole[..length]);
            await store.OpenAsync();
            Assert.Equal(length == whole.Length ? [old + 1] : [old], await IdsAsync(store));
            Assert.Equal(length == whole.Length ? 1 : 0, (await store.MessagesAsync(inbox)).Length);
            await store.CloseAsync();
        }
    }

    [Fact]
    public async Task Numbers_ascend_and_are_not_given_again_when_the_queue_was_empty()
    {
        await using TestStore store = await TestStore.CreateAsync();
        long first = await AddAsync(store, "one", QueueItems.For("bob@away.test"));
        long second = await AddAsync(store, "two", QueueItems.For("bob@away.test"));
        await UpdateAsync(store, first, _ => null);
        await UpdateAsync(store, second, _ => null);
        await store.ReopenAsync();

        long third = await AddAsync(store, "three", QueueItems.For("bob@away.test"));

        Assert.True(first < second && second < third);
        Assert.Equal(1, store.Queue.Count);
    }

    [Fact]
    public async Task Numbers_that_damage_took_are_not_given_again()
    {
        await using TestStore store = await TestStore.CreateAsync();
        long lost = await AddAsync(store, "lost", QueueItems.For("bob@away.test"));
        await UpdateAsync(store, lost, item => item with { Attempts = 1 });
        await UpdateAsync(store, lost, _ => null);
        long other = await AddAsync(store, "gone", QueueItems.For("bob@away.test"));
        await store.AddDomainAsync("example.test");
        await store.CloseAsync();
        string log = Path.Combine(store.Path, "mail", "00000001.log");
        byte[] bytes = await File.ReadAllBytesAsync(log);
        bytes[bytes.AsSpan().LastIndexOf("lost"u8)] ^= 1;
        bytes[bytes.AsSpan().LastIndexOf("gone"u8)] ^= 1;
        await File.WriteAllBytesAsync(log, bytes);

        await store.OpenAsync();

        Assert.Equal(0, store.Queue.Count);
        Assert.True(await AddAsync(store, "next", QueueItems.For("bob@away.test")) > other);
    }

    [Fact]
    public async Task A_large_body_lives_until_the_last_mailbox_and_item_is_gone()
    {
        await using TestStore store = await TestStore.CreateAsync(new StoreOptions { InlineBodySize = 10 });
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        string folder = Path.Combine(store.Path, "mail", "large");
        NewMessage message = await store.SpoolAsync("more than ten octets"u8.ToArray());
        MailCommitOutcome outcome = await store.Queue.CommitAsync(
            new MailCommit
            {
                Appends = [new AppendRequest(message, inbox, NamedFlags.None)],
                Additions = [new NewQueueItem(message, QueueItems.For("bob@one.test")), new NewQueueItem(
                    message, QueueItems.For("bob@two.test"))],
            },
            None);
        await message.Spool.DisposeAsync();

        await store.Mailboxes.ExpungeAsync(inbox, null, onlyDeleted: false, 0, None);
        await store.ReopenAsync();
        Assert.Empty(store.Storage.OpeningFindings);
        await UpdateAsync(store, outcome.Queued[0], _ => null);
        Assert.Single(Directory.GetFiles(folder));
        using MessageContent content = await store.Queue.OpenMessageAsync(outcome.Queued[1], None);
        await UpdateAsync(store, outcome.Queued[1], _ => null);

        Assert.Empty(Directory.GetFiles(folder));
        byte[] bytes = new byte[content.Length];
        await content.ReadAsync(0, bytes, None);
        Assert.Equal("more than ten octets", Encoding.UTF8.GetString(bytes));
        MailException gone = await Assert.ThrowsAsync<MailException>(
            async () => await store.Queue.OpenMessageAsync(outcome.Queued[1], None));
        Assert.Equal((MailError.QueueItemNotFound, "2"), (gone.Error, gone.Target));
    }

    [Fact]
    public async Task Updates_of_one_item_at_the_same_time_follow_each_other()
    {
        await using TestStore store = await TestStore.CreateAsync();
        long id = await AddAsync(store, "text", QueueItems.For("bob@away.test"));

        QueueItem?[] seen = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(
            () => UpdateAsync(store, id, item => item with { Attempts = item.Attempts + 1 }))));
        MailCommitOutcome twice = await store.Queue.CommitAsync(
            new MailCommit { Updates = [Increment(id), Increment(id), Increment(id + 1)] }, None);

        Assert.Equal(Enumerable.Range(1, 100), seen.Select(item => item!.Attempts).Order());
        Assert.Equal([102, 102, null], twice.Updated.Select(item => item?.Attempts));
        await store.ReopenAsync();
        Assert.Equal(102, (await store.Queue.FindAsync(id, None))!.Attempts);

        static QueueUpdate Increment(long id) => new(id, item => item with { Attempts = item.Attempts + 1 });
    }

    [Fact]
    public async Task An_update_that_changes_nothing_writes_nothing_and_one_that_may_not_change_a_field_leaves_it()
    {
        await using TestStore store = await TestStore.CreateAsync();
        long id = await AddAsync(store, "text", QueueItems.For("bob@away.test"));
        string log = Path.Combine(store.Path, "mail", "00000001.log");
        long length = new FileInfo(log).Length;

        QueueItem? same = await UpdateAsync(
            store, id, item => item with { Subject = "other", ReversePath = null, Recipients = [.. item.Recipients] });
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => UpdateAsync(store, id, item => item with { Recipients = [] }));

        Assert.Equal(("ann@example.test", null), (same!.ReversePath!.ToString(), same.Subject));
        Assert.Equal(length, new FileInfo(log).Length);
    }

    [Fact]
    public async Task Texts_of_others_are_cut_to_their_length()
    {
        await using TestStore store = await TestStore.CreateAsync();
        QueueItem item = QueueItems.For("bob@away.test") with { Subject = new string('s', 199) + "\U0001F600" };
        long id = await AddAsync(store, "text", item);

        QueueItem updated = (await UpdateAsync(store, id, old => old with
        {
            LastError = new string('e', 5_000),
            Recipients = [old.Recipients[0] with { LastReply = new string('r', 5_000) }],
        }))!;

        Assert.Equal(
            (199, 1_000, 1_000),
            (updated.Subject!.Length, updated.LastError!.Length, updated.Recipients[0].LastReply!.Length));
    }

    [Fact]
    public async Task A_refused_delivery_leaves_nothing_in_the_queue()
    {
        await using TestStore store = await TestStore.CreateAsync(new StoreOptions { InlineBodySize = 10 });
        AccountId bob = await store.AddAccountAsync("bob@example.test", quota: 10);
        NewMessage message = await store.SpoolAsync(new byte[11]);
        MailCommit commit = new()
        {
            Appends = [new AppendRequest(message, MailboxId.InboxOf(bob), NamedFlags.None)],
            Additions = [new NewQueueItem(message, QueueItems.For("eve@away.test"))],
        };

        MailException error = await Assert.ThrowsAsync<MailException>(() => store.Queue.CommitAsync(commit, None));
        await message.Spool.DisposeAsync();

        Assert.Equal((MailError.MessageLargerThanQuota, "bob@example.test"), (error.Error, error.Target));
        Assert.Equal(0, store.Queue.Count);
        Assert.Empty(Directory.GetFiles(Path.Combine(store.Path, "mail", "large")));
    }

    [Fact]
    public async Task A_watcher_misses_nothing_and_hears_nothing_twice_under_concurrent_commits()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Task load = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < 40; i++)
            {
                long id = await AddAsync(store, "text", QueueItems.For($"u{writer}@away.test"));
                await UpdateAsync(store, id, item => item with { NextAttempt = item.NextAttempt.AddMinutes(i + 1) });
                if (i % 2 == 0)
                {
                    await UpdateAsync(store, id, _ => null);
                }
            }
        })));
        List<(Dictionary<long, QueueSchedule> Timetable, IDisposable Watch)> watchers = [];
        while (!load.IsCompleted)
        {
            Dictionary<long, QueueSchedule> timetable = [];
            List<string> faults = [];
            lock (timetable)
            {
                IDisposable watch = store.Queue.Watch(
                    changes => Follow(timetable, changes), out IReadOnlyList<QueueSchedule> schedules);
                Assert.Equal(
                    schedules.Select(schedule => schedule.Id).Order(), schedules.Select(schedule => schedule.Id));
                foreach (QueueSchedule schedule in schedules)
                {
                    timetable.Add(schedule.Id, schedule);
                }

                watchers.Add((timetable, watch));
            }

            await Task.Yield();
            if (watchers.Count > 200)
            {
                break;
            }
        }

        await load;
        using IDisposable last = store.Queue.Watch(_ => { }, out IReadOnlyList<QueueSchedule> expected);
        Assert.Equal(160, expected.Count);
        Assert.All(
            watchers, watcher => Assert.Equal(expected, watcher.Timetable.Values.OrderBy(schedule => schedule.Id)));
        watchers.ForEach(watcher => watcher.Watch.Dispose());
        await AddAsync(store, "later", QueueItems.For("later@away.test"));
        Assert.All(watchers, watcher => Assert.Equal(160, watcher.Timetable.Count));
    }

    [Fact]
    public async Task A_test_of_the_store_names_the_items_that_cannot_be_read()
    {
        await using TestStore store = await TestStore.CreateAsync(new StoreOptions { InlineBodySize = 10 });
        long large = await AddAsync(store, "more than ten octets", QueueItems.For("bob@away.test"));
        await AddAsync(store, "small", QueueItems.For("bob@away.test"));
        Assert.Empty(await store.Storage.TestAsync(null, None));

        File.Delete(Directory.GetFiles(Path.Combine(store.Path, "mail", "large")).Single());
        MailStoreFinding finding = Assert.Single(await store.Storage.TestAsync(null, None));

        string target = large.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(
            ("QueueItemUnreadable", FindingSeverity.Error, target),
            (finding.Code, finding.Severity, finding.Target));
    }

    // A change of an item that the watcher does not have would be a gap, and an addition of one that it has a
    // repetition.
    private static void Follow(Dictionary<long, QueueSchedule> timetable, IReadOnlyList<QueueChange> changes)
    {
        lock (timetable)
        {
            foreach (QueueChange change in changes)
            {
                bool isNew = change.Schedule?.NextAttempt == Noon;
                if (timetable.ContainsKey(change.Id) == isNew)
                {
                    timetable[-change.Id - 1] = default;
                }

                if (change.Schedule is { } schedule)
                {
                    timetable[change.Id] = schedule;
                }
                else
                {
                    timetable.Remove(change.Id);
                }
            }
        }
    }

    private static async Task<long> AddAsync(TestStore store, string text, QueueItem item)
    {
        NewMessage message = await store.SpoolAsync(Encoding.UTF8.GetBytes(text));
        await using MessageSpool spool = message.Spool;
        MailCommitOutcome outcome = await store.Queue.CommitAsync(
            new MailCommit { Additions = [new NewQueueItem(message, item)] }, None);
        return outcome.Queued[0];
    }

    private static async Task<QueueItem?> UpdateAsync(TestStore store, long id, Func<QueueItem, QueueItem?> change) =>
        (await store.Queue.CommitAsync(new MailCommit { Updates = [new QueueUpdate(id, change)] }, None)).Updated[0];

    private static async Task<string> ReadAsync(TestStore store, long id)
    {
        using MessageContent content = await store.Queue.OpenMessageAsync(id, None);
        byte[] bytes = new byte[content.Length];
        await content.ReadAsync(0, bytes, None);
        return Encoding.UTF8.GetString(bytes);
    }

    private static async Task<long[]> IdsAsync(TestStore store) =>
        [.. (await store.Queue.ListAsync(None).ToListAsync(None)).Select(item => item.Id)];
}

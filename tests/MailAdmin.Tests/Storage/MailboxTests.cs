using MailAdmin.Contracts;
using MailAdmin.Storage;
using MailAdmin.Storage.Disk;
using Xunit;

namespace MailAdmin.Tests.Storage;

public sealed class MailboxTests
{
    [Fact]
    public async Task An_account_is_born_with_six_mailboxes()
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId ann = await store.AddAccountAsync("ann@example.test");

        IReadOnlyList<MailboxInfo> mailboxes = await store.Mailboxes.ListAsync(ann, CancellationToken.None);

        Assert.Equal(
            ["INBOX", "Archive", "Drafts", "Junk", "Sent", "Trash"], mailboxes.Select(mailbox => mailbox.Name));
        Assert.Equal(6, mailboxes.Select(mailbox => mailbox.UidValidity).Distinct().Count());
        Assert.Equal(1, mailboxes[0].Id.Number);
    }

    [Fact]
    public async Task Subscriptions_are_as_many_as_mailboxes_may_be()
    {
        await using TestStore store = await TestStore.CreateAsync(
            new StoreOptions { Limits = new ServerLimits { Mailboxes = 7 } });
        AccountId ann = await store.AddAccountAsync("ann@example.test");
        await store.Mailboxes.SetSubscribedAsync(ann, "one", true, CancellationToken.None);

        MailException error = await Assert.ThrowsAsync<MailException>(
            () => store.Mailboxes.SetSubscribedAsync(ann, "two", true, CancellationToken.None));
        await store.Mailboxes.SetSubscribedAsync(ann, "one", false, CancellationToken.None);
        await store.Mailboxes.SetSubscribedAsync(ann, "two", true, CancellationToken.None);

        Assert.Equal(MailError.TooManyMailboxes, error.Error);
        Assert.Equal(7, (await store.Mailboxes.ListSubscriptionsAsync(ann, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Uidvalidity_changes_when_a_name_is_reborn()
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId ann = await store.AddAccountAsync("ann@example.test");
        MailboxInfo first = await store.Mailboxes.CreateAsync(ann, "Work", SpecialUse.None, CancellationToken.None);

        await store.Mailboxes.DeleteAsync(ann, "Work", CancellationToken.None);
        await store.ReopenAsync();
        MailboxInfo second = await store.Mailboxes.CreateAsync(ann, "Work", SpecialUse.None, CancellationToken.None);

        Assert.True(second.UidValidity > first.UidValidity);
        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task Flags_change_as_the_mode_says_and_modseq_ascends()
    {
        await using TestStore store = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        Uid one = await store.AppendAsync(inbox, "one");
        Uid two = await store.AppendAsync(inbox, "two", SystemFlags.Seen);
        ulong start = (await store.InfoAsync(inbox)).HighestModSeq;

        FlagsOutcome outcome = await store.Mailboxes.ChangeFlagsAsync(
            inbox,
            [one, two, new Uid(9)],
            FlagChangeMode.Add,
            new NamedFlags(SystemFlags.Seen, []),
            null,
            0,
            CancellationToken.None);

        Assert.Equal([one, two], outcome.Messages.Select(message => message.Uid));
        Assert.Equal(start + 1, outcome.Messages[0].ModSeq);
        Assert.True(outcome.Messages[1].ModSeq <= start);
        MailboxInfo info = await store.InfoAsync(inbox);
        Assert.Equal((2, 0, start + 1), (info.MessageCount, info.UnseenCount, info.HighestModSeq));
    }

    [Fact]
    public async Task Flags_of_messages_that_changed_since_are_left_alone()
    {
        await using TestStore store = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        Uid one = await store.AppendAsync(inbox, "one");
        ulong seen = (await store.InfoAsync(inbox)).HighestModSeq;
        NamedFlags flagged = new(SystemFlags.Flagged, []);
        await store.Mailboxes.ChangeFlagsAsync(
            inbox, [one], FlagChangeMode.Add, flagged, null, 0, CancellationToken.None);

        FlagsOutcome outcome = await store.Mailboxes.ChangeFlagsAsync(
            inbox, [one], FlagChangeMode.Replace, NamedFlags.None, seen, 0, CancellationToken.None);

        Assert.Equal([one], outcome.Modified);
        Assert.Empty(outcome.Messages);
        Assert.True((await store.MessagesAsync(inbox))[0].Flags.Has(SystemFlags.Flagged));
    }

    [Fact]
    public async Task A_move_takes_flags_along_and_leaves_no_copy()
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId ann = await store.AddAccountAsync("ann@example.test");
        MailboxId inbox = MailboxId.InboxOf(ann);
        MailboxId trash = (await store.Mailboxes.FindAsync(ann, "Trash", CancellationToken.None))!.Id;
        Uid uid = await store.AppendAsync(inbox, new byte[10], new NamedFlags(SystemFlags.Answered, ["$Forwarded"]));

        CopyOutcome outcome = await store.Mailboxes.MoveAsync(inbox, [uid], trash, 0, CancellationToken.None);

        Assert.Empty(await store.MessagesAsync(inbox));
        MessageInfo moved = Assert.Single(await store.MessagesAsync(trash));
        Assert.Equal(outcome.Pairs[0].Target, moved.Uid);
        Assert.True(moved.Flags.Has(SystemFlags.Answered) && moved.Flags.HasKeyword(0));
        Assert.Equal(["$Forwarded"], (await store.InfoAsync(trash)).Keywords);
        Assert.Equal(10, (await store.Mailboxes.GetUsageAsync(ann, CancellationToken.None)).UsedSize);
    }

    [Fact]
    public async Task Expunge_removes_only_what_is_deleted_when_asked_to()
    {
        await using TestStore store = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        Uid one = await store.AppendAsync(inbox, "one", SystemFlags.Deleted);
        Uid two = await store.AppendAsync(inbox, "two");

        IReadOnlyList<Uid> removed =
            await store.Mailboxes.ExpungeAsync(inbox, null, onlyDeleted: true, 0, CancellationToken.None);

        Assert.Equal([one], removed);
        Assert.Equal(two, Assert.Single(await store.MessagesAsync(inbox)).Uid);
        MailException error = await Assert.ThrowsAsync<MailException>(
            () => store.Mailboxes.OpenMessageAsync(inbox, one, CancellationToken.None).AsTask());
        Assert.Equal(MailError.MessageNotFound, error.Error);
    }

    [Fact]
    public async Task A_message_that_is_being_read_stays_readable_when_it_is_expunged()
    {
        await using TestStore store = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        byte[] bytes = new byte[2 << 20];
        Random.Shared.NextBytes(bytes);
        Uid uid = await store.AppendAsync(inbox, bytes);
        using MessageContent content = await store.Mailboxes.OpenMessageAsync(inbox, uid, CancellationToken.None);

        await store.Mailboxes.ExpungeAsync(inbox, null, onlyDeleted: false, 0, CancellationToken.None);

        byte[] read = new byte[bytes.Length];
        Assert.Equal(read.Length, await content.ReadAsync(0, read, CancellationToken.None));
        Assert.Equal(bytes, read);
    }

    [Fact]
    public async Task Renaming_takes_what_is_below_along_and_keeps_the_number()
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId ann = await store.AddAccountAsync("ann@example.test");
        MailboxInfo child = await store.Mailboxes.CreateAsync(ann, "A/B", SpecialUse.None, CancellationToken.None);

        await store.Mailboxes.RenameAsync(ann, "A", "X/Y", CancellationToken.None);
        await store.ReopenAsync();

        IReadOnlyList<MailboxInfo> all = await store.Mailboxes.ListAsync(ann, CancellationToken.None);
        Assert.Equal(["X", "X/Y", "X/Y/B"], all.Select(mailbox => mailbox.Name).Where(name => name.StartsWith('X')));
        Assert.Equal(child.Id, all.Single(mailbox => mailbox.Name == "X/Y/B").Id);
        Assert.Equal(child.UidValidity, all.Single(mailbox => mailbox.Name == "X/Y/B").UidValidity);
    }

    [Fact]
    public async Task Renaming_inbox_moves_its_messages_into_a_new_mailbox()
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId ann = await store.AddAccountAsync("ann@example.test");
        MailboxId inbox = MailboxId.InboxOf(ann);
        await store.AppendAsync(inbox, "one");
        await store.AppendAsync(inbox, "two");

        await store.Mailboxes.RenameAsync(ann, "inbox", "Old", CancellationToken.None);
        await store.ReopenAsync();

        Assert.Empty(await store.MessagesAsync(inbox));
        MailboxInfo old = (await store.Mailboxes.FindAsync(ann, "Old", CancellationToken.None))!;
        Assert.Equal(2, old.MessageCount);
        Assert.Equal("two", await store.ReadTextAsync(old.Id, new Uid(2)));
        Assert.Equal(3u, (await store.InfoAsync(inbox)).UidNext);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("a\nb")]
    [InlineData("a\ufffeb")]
    public async Task A_malformed_mailbox_name_is_refused(string name)
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId ann = await store.AddAccountAsync("ann@example.test");

        MailException error = await Assert.ThrowsAsync<MailException>(
            () => store.Mailboxes.CreateAsync(ann, name, SpecialUse.None, CancellationToken.None));

        Assert.Equal(MailError.InvalidMailboxName, error.Error);
        Assert.Equal(6, (await store.Mailboxes.ListAsync(ann, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task An_observer_is_told_each_change_after_its_snapshot_and_nothing_else()
    {
        await using TestStore store = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        Uid one = await store.AppendAsync(inbox, "one");
        List<MailboxChange> changes = [];
        MailboxSnapshot snapshot =
            await store.Mailboxes.OpenAsync(inbox, changes.Add, claimRecent: false, CancellationToken.None);

        Uid two = await store.AppendAsync(inbox, "two");
        await store.Mailboxes.ChangeFlagsAsync(
            inbox, [one], FlagChangeMode.Add, new NamedFlags(SystemFlags.Seen, []), null, 7, CancellationToken.None);
        await store.Mailboxes.ExpungeAsync(inbox, [one], onlyDeleted: false, 0, CancellationToken.None);
        snapshot.Dispose();
        await store.AppendAsync(inbox, "three");

        Assert.Equal(1, snapshot.Messages.Length);
        Assert.Equal(
            [MailboxChangeKind.Appended, MailboxChangeKind.FlagsChanged, MailboxChangeKind.Expunged],
            changes.Select(change => change.Kind));
        Assert.Equal([two, one, one], changes.Select(change => change.Messages.Span[0].Uid));
        Assert.Equal([0L, 7L, 0L], changes.Select(change => change.Origin));
    }

    [Fact]
    public async Task Recent_messages_are_claimed_once_also_across_a_restart()
    {
        await using TestStore store = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        await store.AppendAsync(inbox, "one");

        using (MailboxSnapshot first = await store.Mailboxes.OpenAsync(
            inbox, null, claimRecent: true, CancellationToken.None))
        {
            Assert.Equal(1u, first.Mailbox.FirstRecentUid);
        }

        await store.ReopenAsync();

        Assert.Equal(2u, (await store.InfoAsync(inbox)).FirstRecentUid);
    }
}

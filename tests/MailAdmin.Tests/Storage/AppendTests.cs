using System.Globalization;
using System.Text;
using MailAdmin.Contracts;
using Xunit;

namespace MailAdmin.Tests.Storage;

public sealed class AppendTests
{
    [Fact]
    public async Task An_appended_message_is_there_after_reopening()
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId ann = await store.AddAccountAsync("ann@example.test");
        MailboxId inbox = MailboxId.InboxOf(ann);
        byte[] bytes = Encoding.UTF8.GetBytes("Subject: hello\r\n\r\nGrüße\r\n");

        Uid uid = await store.AppendAsync(
            inbox, bytes, new NamedFlags(SystemFlags.Seen, ["$Work"]), structure: new byte[] { 1, 2, 3 });
        MailboxInfo before = await store.InfoAsync(inbox);
        MessageInfo[] messages = await store.MessagesAsync(inbox);
        await store.ReopenAsync();

        Assert.Equivalent(before, await store.InfoAsync(inbox));
        Assert.Equal(messages, await store.MessagesAsync(inbox));
        Assert.Equal(bytes, await store.ReadAsync(inbox, uid));
        using MessageContent content = await store.Mailboxes.OpenMessageAsync(inbox, uid, CancellationToken.None);
        Assert.Equal([1, 2, 3], content.Structure.ToArray());
        Assert.Equal(["$Work"], before.Keywords);
        Assert.True(messages[0].Flags.HasKeyword(0));
    }

    [Fact]
    public async Task Append_gives_ascending_uids_across_sessions()
    {
        await using TestStore store = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));

        Uid first = await store.AppendAsync(inbox, "one");
        Uid second = await store.AppendAsync(inbox, "two");
        await store.Mailboxes.ExpungeAsync(inbox, [second], onlyDeleted: false, 0, CancellationToken.None);
        await store.ReopenAsync();
        Uid third = await store.AppendAsync(inbox, "three");

        Assert.Equal([1u, 2u, 3u], [first.Value, second.Value, third.Value]);
        Assert.Equal(
            ["one", "three"], [await store.ReadTextAsync(inbox, first), await store.ReadTextAsync(inbox, third)]);
    }

    [Fact]
    public async Task A_message_to_several_accounts_is_one_body_with_an_entry_for_each()
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId ann = await store.AddAccountAsync("ann@example.test");
        AccountId bob = await store.AddAccountAsync("bob@example.test");
        long before = SizeOfLog(store);

        NewMessage message = await store.SpoolAsync(new byte[100_000]);
        await using (message.Spool)
        {
            AppendRequest[] requests = Array.ConvertAll(
                [ann, bob], id => new AppendRequest(message, MailboxId.InboxOf(id), NamedFlags.None));
            await store.Mailboxes.AppendAsync(requests, 0, CancellationToken.None);
        }

        Assert.InRange(SizeOfLog(store) - before, 100_000, 101_000);
        await store.Mailboxes.ExpungeAsync(MailboxId.InboxOf(ann), null, onlyDeleted: false, 0, CancellationToken.None);
        Assert.Equal(100_000, (await store.ReadAsync(MailboxId.InboxOf(bob), new Uid(1))).Length);
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing_and_uids_are_unique()
    {
        await using TestStore store = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));

        Uid[] uids = await Task.WhenAll(
            Enumerable.Range(0, 500).Select(i => Task.Run(() => store.AppendAsync(inbox, $"message {i}"))));
        await store.ReopenAsync();

        Assert.Equal(Enumerable.Range(1, 500).Select(i => (uint)i), uids.Select(uid => uid.Value).Order());
        Assert.Equal(500, (await store.MessagesAsync(inbox)).Length);
    }

    [Fact]
    public async Task A_large_message_is_a_file_that_goes_with_its_last_entry()
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId ann = await store.AddAccountAsync("ann@example.test");
        MailboxId inbox = MailboxId.InboxOf(ann);
        MailboxId archive = (await store.Mailboxes.FindAsync(ann, "Archive", CancellationToken.None))!.Id;
        byte[] bytes = new byte[3 << 20];
        Random.Shared.NextBytes(bytes);
        string folder = Path.Combine(store.Path, "mail", "large");

        Uid uid = await store.AppendAsync(inbox, bytes);
        CopyOutcome copied = await store.Mailboxes.CopyAsync(inbox, [uid], archive, 0, CancellationToken.None);
        await store.ReopenAsync();

        Assert.Equal(bytes, await store.ReadAsync(inbox, uid));
        Assert.Single(Directory.GetFiles(folder));
        await store.Mailboxes.ExpungeAsync(inbox, null, onlyDeleted: false, 0, CancellationToken.None);
        Assert.Equal(bytes, await store.ReadAsync(archive, copied.Pairs[0].Target));
        await store.Mailboxes.ExpungeAsync(archive, null, onlyDeleted: false, 0, CancellationToken.None);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00-12:00")]
    [InlineData("7000-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59+14:00")]
    public async Task A_date_far_away_harms_neither_the_mailbox_nor_the_store(string date)
    {
        await using TestStore store = await TestStore.CreateAsync();
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        DateTimeOffset far = DateTimeOffset.Parse(date, CultureInfo.InvariantCulture);
        List<MailboxChange> changes = [];
        using MailboxSnapshot watched = await store.Mailboxes.OpenAsync(
            inbox, changes.Add, false, CancellationToken.None);

        NewMessage message = await store.SpoolAsync("far"u8.ToArray(), date: far);
        await store.Mailboxes.AppendAsync(
            [new AppendRequest(message, inbox, NamedFlags.None)], 0, CancellationToken.None);
        await message.Spool.DisposeAsync();
        await store.AppendAsync(inbox, "near");
        await store.ReopenAsync();

        MessageInfo[] messages = await store.MessagesAsync(inbox);
        Assert.Equal(2, messages.Length);
        Assert.Equal(far.Offset, messages[0].InternalDate.Offset);
        Assert.Equal(far.Year < 6000 ? far : messages[0].InternalDate, messages[0].InternalDate);
        Assert.Equal(far.Year > 6000, messages[0].InternalDate.Year > 6000);
        Assert.Equal(2, changes.Count);
    }

    [Fact]
    public async Task A_spool_that_is_not_appended_leaves_no_file()
    {
        await using TestStore store = await TestStore.CreateAsync();

        NewMessage message = await store.SpoolAsync(new byte[2 << 20]);
        await message.Spool.DisposeAsync();

        Assert.Empty(Directory.GetFiles(Path.Combine(store.Path, "mail", "large")));
    }

    private static long SizeOfLog(TestStore store) =>
        Directory.GetFiles(Path.Combine(store.Storage.Path, "mail"), "*.log").Sum(file => new FileInfo(file).Length);
}

using MailAdmin.Contracts;
using MailAdmin.Storage.Directory;
using Xunit;

namespace MailAdmin.Tests.Storage;

/// <summary>The number of messages of a mailbox and an account is limited, and copies count.</summary>
public sealed class MessageLimitTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly StoreSettings Limited = new()
    {
        HostName = "mail.example.test",
        MaxMessagesPerMailbox = 4,
        MaxMessagesPerAccount = 6,
    };

    [Fact]
    public async Task A_mailbox_takes_its_maximum_by_appending_copying_and_moving_and_no_more()
    {
        await using TestStore store = await TestStore.CreateAsync(settings: Limited);
        AccountId ann = await store.AddAccountAsync("ann@example.test");
        MailboxId inbox = MailboxId.InboxOf(ann);
        MailboxId sent = (await store.Mailboxes.FindAsync(ann, "Sent", None))!.Id;
        Uid first = await store.AppendAsync(inbox, "one");
        Uid second = await store.AppendAsync(inbox, "two");
        await store.Mailboxes.CopyAsync(inbox, [first, second], inbox, 0, None);

        MailException copied = await Assert.ThrowsAsync<MailException>(
            () => store.Mailboxes.CopyAsync(inbox, [first], inbox, 0, None));
        MailException appended = await Assert.ThrowsAsync<MailException>(() => store.AppendAsync(inbox, "three"));
        await store.Mailboxes.MoveAsync(inbox, [first], inbox, 0, None);
        await store.AppendAsync(sent, "a");
        MailException moved = await Assert.ThrowsAsync<MailException>(
            async () => await store.Mailboxes.MoveAsync(
                inbox, [.. (await store.MessagesAsync(inbox)).Select(message => message.Uid)], sent, 0, None));
        AccountUsage usage = await store.Mailboxes.GetUsageAsync(ann, None);

        Assert.All(
            [copied, appended, moved],
            error => Assert.Equal((MailError.TooManyMessages, "ann@example.test"), (error.Error, error.Target)));
        Assert.Equal((5, true), (usage.MessageCount, usage.IsFull));
        Assert.Equal(4, (await store.InfoAsync(inbox)).MessageCount);
        await store.Mailboxes.ExpungeAsync(inbox, [second], onlyDeleted: false, 0, None);
        await store.AppendAsync(inbox, "three");
        Assert.Equal(4, (await store.InfoAsync(inbox)).MessageCount);
    }

    [Fact]
    public async Task An_account_takes_its_maximum_over_all_mailboxes()
    {
        await using TestStore store = await TestStore.CreateAsync(settings: Limited);
        AccountId ann = await store.AddAccountAsync("ann@example.test");
        MailboxId inbox = MailboxId.InboxOf(ann);
        MailboxId sent = (await store.Mailboxes.FindAsync(ann, "Sent", None))!.Id;
        Uid[] uids =
        [
            await store.AppendAsync(inbox, "1"),
            await store.AppendAsync(inbox, "2"),
            await store.AppendAsync(inbox, "3"),
        ];
        await store.Mailboxes.CopyAsync(inbox, uids, sent, 0, None);

        MailException copied = await Assert.ThrowsAsync<MailException>(
            () => store.Mailboxes.CopyAsync(inbox, uids[..1], sent, 0, None));
        MailException appended = await Assert.ThrowsAsync<MailException>(() => store.AppendAsync(inbox, "4"));
        await store.Mailboxes.MoveAsync(inbox, uids[..1], sent, 0, None);

        Assert.Equal((MailError.TooManyMessages, MailError.TooManyMessages), (copied.Error, appended.Error));
        Assert.Equal(6, (await store.Mailboxes.GetUsageAsync(ann, None)).MessageCount);
    }

    [Fact]
    public async Task Several_messages_at_once_are_all_taken_or_none()
    {
        await using TestStore store = await TestStore.CreateAsync(settings: Limited);
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));
        NewMessage message = await store.SpoolAsync("one"u8.ToArray());
        await using MessageSpool spool = message.Spool;
        AppendRequest request = new(message, inbox, NamedFlags.None);

        MailException error = await Assert.ThrowsAsync<MailException>(
            () => store.Mailboxes.AppendAsync([.. Enumerable.Repeat(request, 5)], 0, None));
        await store.Mailboxes.AppendAsync([.. Enumerable.Repeat(request, 4)], 0, None);

        Assert.Equal(MailError.TooManyMessages, error.Error);
        Assert.Equal(4, (await store.InfoAsync(inbox)).MessageCount);
    }

    [Fact]
    public async Task Many_writers_at_once_do_not_exceed_the_maximum()
    {
        await using TestStore store = await TestStore.CreateAsync(settings: Limited);
        MailboxId inbox = MailboxId.InboxOf(await store.AddAccountAsync("ann@example.test"));

        Task<Uid>[] writers = [.. Enumerable.Range(0, 20).Select(i => store.AppendAsync(inbox, $"{i}"))];
        await Task.WhenAll(writers).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Equal(4, writers.Count(writer => writer.IsCompletedSuccessfully));
        Assert.Equal(4, (await store.InfoAsync(inbox)).MessageCount);
    }

    [Fact]
    public void The_settings_of_an_earlier_version_have_the_default_limits_and_never_none()
    {
        StoreSettings former = System.Text.Json.JsonSerializer.Deserialize(
            """{ "hostName": "mail.example.test" }""", DirectoryJson.Default.StoreSettings)!;

        Assert.Equal((1_000_000, 5_000_000), (former.MaxMessagesPerMailbox, former.MaxMessagesPerAccount));
    }
}

using MailAdmin.Contracts;
using Xunit;

namespace MailAdmin.Tests.Storage;

public sealed class QuotaTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_quota_is_exact_under_32_writers()
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId ann = await store.AddAccountAsync("ann@example.test", quota: 100_000);
        MailboxId inbox = MailboxId.InboxOf(ann);
        int accepted = 0;
        int refused = 0;

        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 10; i++)
            {
                try
                {
                    await store.AppendAsync(inbox, new byte[1_000]);
                    Interlocked.Increment(ref accepted);
                }
                catch (MailException exception) when (exception.Error == MailError.OverQuota)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        })));

        Assert.Equal((100, 220), (accepted, refused));
        AccountUsage usage = await store.Mailboxes.GetUsageAsync(ann, None);
        Assert.Equal((100_000L, 100L, 100_000L), (usage.UsedSize, usage.MessageCount, usage.Quota.Bytes));
        await store.ReopenAsync();
        Assert.Equal(usage, await store.Mailboxes.GetUsageAsync(ann, None));
    }

    [Fact]
    public async Task A_message_to_a_full_account_leaves_nothing_anywhere()
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId ann = await store.AddAccountAsync("ann@example.test");
        AccountId bob = await store.AddAccountAsync("bob@example.test", quota: 10);
        await store.AppendAsync(MailboxId.InboxOf(bob), "12345");
        NewMessage message = await store.SpoolAsync("123456"u8.ToArray());
        await using MessageSpool spool = message.Spool;
        AppendRequest[] requests = [.. new[] { ann, bob }.Select(
            id => new AppendRequest(message, MailboxId.InboxOf(id), new NamedFlags(SystemFlags.None, ["New"])))];

        MailException error =
            await Assert.ThrowsAsync<MailException>(() => store.Mailboxes.AppendAsync(requests, 0, None));

        Assert.Equal((MailError.OverQuota, "bob@example.test"), (error.Error, error.Target));
        await store.ReopenAsync();
        Assert.Empty(await store.MessagesAsync(MailboxId.InboxOf(ann)));
        Assert.Single(await store.MessagesAsync(MailboxId.InboxOf(bob)));
        Assert.Empty((await store.InfoAsync(MailboxId.InboxOf(ann))).Keywords);
    }

    [Fact]
    public async Task A_message_larger_than_the_quota_is_told_apart_from_a_full_account()
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId bob = await store.AddAccountAsync("bob@example.test", quota: 10);

        MailException error =
            await Assert.ThrowsAsync<MailException>(() => store.AppendAsync(MailboxId.InboxOf(bob), "12345678901"));

        Assert.Equal((MailError.MessageLargerThanQuota, "bob@example.test"), (error.Error, error.Target));
        await store.AppendAsync(MailboxId.InboxOf(bob), "1234567890");
    }

    [Fact]
    public async Task Removing_messages_makes_room_and_moving_them_needs_none()
    {
        await using TestStore store = await TestStore.CreateAsync();
        AccountId bob = await store.AddAccountAsync("bob@example.test", quota: 10);
        MailboxId inbox = MailboxId.InboxOf(bob);
        MailboxId trash = (await store.Mailboxes.FindAsync(bob, "Trash", None))!.Id;
        Uid uid = await store.AppendAsync(inbox, "123456");

        await Assert.ThrowsAsync<MailException>(() => store.Mailboxes.CopyAsync(inbox, [uid], trash, 0, None));
        await store.Mailboxes.MoveAsync(inbox, [uid], trash, 0, None);
        await Assert.ThrowsAsync<MailException>(() => store.AppendAsync(inbox, "123456"));
        await store.Mailboxes.ExpungeAsync(trash, null, onlyDeleted: false, 0, None);
        await store.AppendAsync(inbox, "1234567890");

        Assert.Equal(10, (await store.Mailboxes.GetUsageAsync(bob, None)).UsedSize);
    }

    [Fact]
    public async Task The_quota_in_force_is_the_accounts_or_the_domains_or_the_stores()
    {
        await using TestStore store = await TestStore.CreateAsync(
            settings: new StoreSettings { HostName = "mail.example.test", DefaultQuota = 5 });
        await store.AddDomainAsync("own.test", domain => domain with { DefaultQuota = 7 });
        AccountId ofStore = await store.AddAccountAsync("a@example.test");
        AccountId ofDomain = await store.AddAccountAsync("a@own.test");
        AccountId own = await store.AddAccountAsync("b@own.test", quota: 9);

        long[] limits = new long[3];
        AccountId[] accounts = [ofStore, ofDomain, own];
        for (int i = 0; i < accounts.Length; i++)
        {
            limits[i] = (await store.Mailboxes.GetUsageAsync(accounts[i], None)).Quota.Bytes;
        }

        Assert.Equal([5, 7, 9], limits);
    }

    [Fact]
    public async Task The_accounts_of_a_domain_together_stay_within_its_size()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.AddDomainAsync("small.test", domain => domain with { MaxTotalSize = 10_000 });
        MailboxId[] inboxes = [MailboxId.InboxOf(await store.AddAccountAsync("a@small.test")), MailboxId.InboxOf(
            await store.AddAccountAsync("b@small.test"))];
        int accepted = 0;

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            try
            {
                await store.AppendAsync(inboxes[i % 2], new byte[1_000]);
                Interlocked.Increment(ref accepted);
            }
            catch (MailException exception) when (exception.Error == MailError.OverQuota)
            {
                // As many as fit.
            }
        })));
        await store.ReopenAsync();
        MailException error = await Assert.ThrowsAsync<MailException>(() => store.AppendAsync(inboxes[0], "x"));

        Assert.Equal((10, MailError.OverQuota), (accepted, error.Error));
    }
}

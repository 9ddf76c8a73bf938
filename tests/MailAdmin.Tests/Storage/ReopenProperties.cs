using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MailAdmin.Contracts;
using MailAdmin.Storage;
using MailAdmin.Storage.Disk;
using Xunit;

namespace MailAdmin.Tests.Storage;

/// <summary>
/// Whatever is done to a store, it is the same after it is opened again: from the log, from hints, with and without
/// directory.db.
/// </summary>
public sealed class ReopenProperties
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly string[] Names = ["INBOX", "Sent", "Trash", "A", "A/B", "C"];
    private static readonly string[] Keywords = ["$One", "$Two", "three"];

    [Fact]
    public void The_state_after_reopening_is_the_state_before()
    {
        Gen<int[]> steps = Gen.Choose(0, int.MaxValue - 1).ArrayOf(60);
        Prop.ForAll(steps.ToArbitrary(), numbers =>
        {
            // The property is a task; FsCheck waits for it.
            return Task.Run(() => CheckAsync(numbers)).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25).WithReplay(20260101, 7));
    }

    private static async Task<bool> CheckAsync(int[] numbers)
    {
        await using TestStore store =
            await TestStore.CreateAsync(new StoreOptions { SegmentSize = 3_000, InlineBodySize = 300 });
        await store.AddAccountAsync("ann@example.test", quota: 5_000);
        Dictionary<MailboxId, uint> highest = [];
        foreach (int number in numbers)
        {
            try
            {
                await StepAsync(store, new Random(number));
            }
            catch (MailException)
            {
                // Refusals are part of it: they leave nothing.
            }

            await RequireInvariantsAsync(store, highest);
        }

        string before = await DescribeAsync(store);
        await store.ReopenAsync();
        Assert.Equal(before, await DescribeAsync(store));
        Assert.Empty(store.Storage.OpeningFindings);
        await store.CloseAsync();
        foreach (string file in System.IO.Directory.GetFiles(store.Path, "*.db").Concat(
            System.IO.Directory.GetFiles(Path.Combine(store.Path, "mail"), "*.hint")))
        {
            File.Delete(file);
        }

        await store.OpenAsync();
        Assert.Equal(before, await DescribeAsync(store));
        IReadOnlyList<MailStoreFinding> findings = await store.Storage.TestAsync(null, None);
        Assert.Equal(["DirectoryRebuilt"], findings.Select(finding => finding.Code));
        return true;
    }

    private static async Task StepAsync(TestStore store, Random random)
    {
        AccountId account = await PickAccountAsync(store, random);
        IReadOnlyList<MailboxInfo> mailboxes = await store.Mailboxes.ListAsync(account, None);
        MailboxInfo one = mailboxes[random.Next(mailboxes.Count)];
        MailboxInfo other = mailboxes[random.Next(mailboxes.Count)];
        IEnumerable<MessageInfo> some = (await store.MessagesAsync(one.Id)).Where(_ => random.Next(2) == 0);
        Uid[] uids = [.. some.Select(message => message.Uid), new Uid(one.UidNext + 5)];
        NamedFlags flags = new((SystemFlags)random.Next(32), [.. Keywords.Where(_ => random.Next(3) == 0)]);
        string name = Names[random.Next(Names.Length)];
        switch (random.Next(16))
        {
            case 0 or 1 or 2 or 3:
                byte[] bytes = new byte[random.Next(500)];
                random.NextBytes(bytes);
                await store.AppendAsync(one.Id, bytes, flags, structure: bytes.AsMemory(0, Math.Min(3, bytes.Length)));
                break;
            case 4:
                await store.Mailboxes.ChangeFlagsAsync(
                    one.Id, uids, (FlagChangeMode)random.Next(3), flags, null, 0, None);
                break;
            case 5:
                await store.Mailboxes.ExpungeAsync(one.Id, uids, random.Next(2) == 0, 0, None);
                break;
            case 6:
                await store.Mailboxes.CopyAsync(one.Id, uids, other.Id, 0, None);
                break;
            case 7:
                await store.Mailboxes.MoveAsync(one.Id, uids, other.Id, 0, None);
                break;
            case 8:
                await store.Mailboxes.CreateAsync(account, name, SpecialUse.None, None);
                break;
            case 9:
                await store.Mailboxes.RenameAsync(account, one.Name, name + "/" + random.Next(3), None);
                break;
            case 10:
                await store.Mailboxes.DeleteAsync(account, one.Name, None);
                break;
            case 12 or 13:
                await CommitAsync(store, random, one.Id);
                break;
            case 14:
                await UpdateQueueAsync(store, random);
                break;
            case 11:
                await store.Mailboxes.SetSubscribedAsync(account, name, random.Next(2) == 0, None);
                break;
            default:
                await ChangeDirectoryAsync(store, random);
                break;
        }
    }

    private static async Task CommitAsync(TestStore store, Random random, MailboxId mailbox)
    {
        NewMessage message = await store.SpoolAsync(new byte[random.Next(500)], new byte[random.Next(3)]);
        await using MessageSpool spool = message.Spool;
        await store.Queue.CommitAsync(
            new MailCommit
            {
                Appends = random.Next(2) == 0 ? [] : [new AppendRequest(message, mailbox, NamedFlags.None)],
                Additions = [.. Enumerable.Range(0, 1 + random.Next(2)).Select(
                    i => new NewQueueItem(message, QueueItems.For($"to{i}@away{i}.test")))],
            },
            None);
    }

    private static async Task UpdateQueueAsync(TestStore store, Random random)
    {
        List<QueueItem> items = await store.Queue.ListAsync(None).ToListAsync(None);
        await store.Queue.CommitAsync(
            new MailCommit
            {
                Updates =
                [
                    .. items.Where(_ => random.Next(2) == 0).Select(item => new QueueUpdate(
                        item.Id,
                        old => random.Next(2) == 0
                            ? null
                            : old with { Attempts = old.Attempts + 1, LastError = "not yet" })),
                ],
            },
            None);
    }

    private static async Task ChangeDirectoryAsync(TestStore store, Random random)
    {
        EmailAddress address = EmailAddress.Parse($"user{random.Next(3)}@example.test");
        switch (random.Next(4))
        {
            case 0 or 1:
                await store.AddAccountAsync(address.ToString(), quota: 3_000);
                break;
            case 2:
                await store.Directory.Accounts.RenameAsync(
                    address, EmailAddress.Parse($"user{random.Next(3)}@example.test"), TestStore.Origin, None);
                break;
            default:
                await store.Directory.Accounts.RemoveAsync(address, TestStore.Origin, None);
                break;
        }
    }

    private static async Task<AccountId> PickAccountAsync(TestStore store, Random random)
    {
        List<AccountRecord> accounts = [];
        await foreach (AccountRecord account in store.Directory.Accounts.ListAsync(null, None))
        {
            accounts.Add(account);
        }

        return accounts[random.Next(accounts.Count)].Id;
    }

    private static async Task RequireInvariantsAsync(TestStore store, Dictionary<MailboxId, uint> highest)
    {
        await foreach (AccountRecord account in store.Directory.Accounts.ListAsync(null, None))
        {
            long size = 0;
            foreach (MailboxInfo mailbox in await store.Mailboxes.ListAsync(account.Id, None))
            {
                MessageInfo[] messages = await store.MessagesAsync(mailbox.Id);
                Assert.Equal(
                    messages.Select(message => message.Uid).Order().Distinct(),
                    messages.Select(message => message.Uid));
                Assert.True(mailbox.UidNext >= highest.GetValueOrDefault(mailbox.Id), "UIDNEXT went down.");
                Assert.All(messages, message => Assert.True(
                    message.Uid.Value < mailbox.UidNext && message.ModSeq <= mailbox.HighestModSeq));
                Assert.Equal(messages.Sum(message => message.Size), mailbox.Size);
                Assert.Equal(messages.Count(message => !message.Flags.Has(SystemFlags.Seen)), mailbox.UnseenCount);
                highest[mailbox.Id] = mailbox.UidNext;
                size += mailbox.Size;
            }

            AccountUsage usage = await store.Mailboxes.GetUsageAsync(account.Id, None);
            Assert.Equal(size, usage.UsedSize);
            Assert.True(usage.UsedSize <= usage.Quota.Bytes, "Over quota.");
        }
    }

    private static async Task<string> DescribeAsync(TestStore store)
    {
        string[] files = [.. Directory.GetFiles(Path.Combine(store.Path, "mail", "large")).Order()];
        return await StoreDescription.OfAsync(store) + string.Join('\n', files);
    }
}

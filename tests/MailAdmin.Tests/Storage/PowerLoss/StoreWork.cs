using MailAdmin.Contracts;

namespace MailAdmin.Tests.Storage.PowerLoss;

/// <summary>Work on a store, one change after the other, each acknowledged before the next begins.</summary>
internal sealed class StoreWork(TestStore store, Random random)
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Makes one change.</summary>
    public async Task StepAsync(int number)
    {
        AccountRecord account = await PickAccountAsync(number);
        IReadOnlyList<MailboxInfo> mailboxes = await store.Mailboxes.ListAsync(account.Id, None);
        MailboxInfo one = mailboxes[random.Next(mailboxes.Count)];
        MailboxInfo other = mailboxes[random.Next(mailboxes.Count)];
        Uid[] some =
        [
            .. (await store.MessagesAsync(one.Id)).Where(_ => random.Next(2) == 0).Select(message => message.Uid),
        ];
        switch (random.Next(12))
        {
            case 0 or 1 or 2:
                await store.AppendAsync(one.Id, Bytes(random.Next(300)));
                break;
            case 3 or 4:
                await store.AppendAsync(one.Id, Bytes(random.Next(400, 3_000)));
                break;
            case 5:
                await store.Mailboxes.ExpungeAsync(one.Id, some, onlyDeleted: false, 0, None);
                break;
            case 6:
                await store.Mailboxes.CopyAsync(one.Id, some, other.Id, 0, None);
                break;
            case 7:
                await store.Mailboxes.MoveAsync(one.Id, some, other.Id, 0, None);
                break;
            case 8:
                NamedFlags flags = new((SystemFlags)random.Next(32), ["$Work"]);
                await store.Mailboxes.ChangeFlagsAsync(one.Id, some, FlagChangeMode.Replace, flags, null, 0, None);
                break;
            case 9:
                await store.Mailboxes.CreateAsync(account.Id, $"Box{number}", SpecialUse.None, None);
                break;
            case 10:
                await CommitAsync(one.Id);
                break;
            default:
                await store.Directory.Accounts.UpdateAsync(
                    account.Address, before => before with { Quota = 1_000_000 + number }, TestStore.Origin, None);
                break;
        }
    }

    // One message for a mailbox and the queue, and a change of the queue, in one record.
    private async Task CommitAsync(MailboxId mailbox)
    {
        NewMessage message = await store.SpoolAsync(Bytes(random.Next(100, 1_500)));
        await using MessageSpool spool = message.Spool;
        List<QueueItem> waiting = [];
        await foreach (QueueItem item in store.Queue.ListAsync(None))
        {
            waiting.Add(item);
        }

        MailCommit commit = new()
        {
            Appends = [new AppendRequest(message, mailbox, NamedFlags.None)],
            Additions = [new NewQueueItem(message, QueueItems.For("bob@far.test"))],
            Updates = waiting.Count < 3 ? [] : [new QueueUpdate(waiting[0].Id, _ => null)],
        };
        await store.Queue.CommitAsync(commit, None);
    }

    private async Task<AccountRecord> PickAccountAsync(int number)
    {
        List<AccountRecord> accounts = [];
        await foreach (AccountRecord account in store.Directory.Accounts.ListAsync(null, None))
        {
            accounts.Add(account);
        }

        return accounts[number % accounts.Count];
    }

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}

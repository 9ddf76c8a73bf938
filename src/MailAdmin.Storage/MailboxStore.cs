using MailAdmin.Contracts;
using MailAdmin.Storage.Commit;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Directory;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Mailboxes;
using MailAdmin.Storage.Operations;
using MailAdmin.Storage.Queue;

namespace MailAdmin.Storage;

/// <summary>
/// The mailboxes: reads return the committed state, under the lock of one account; changes go through the committer.
/// </summary>
internal sealed class MailboxStore(
    StoreState state,
    ICommitter committer,
    MessageReader reader,
    StoreLayout layout,
    StoreOptions options,
    LargeFiles files) : IMailboxes
{

    public MessageSpool CreateSpool() => new Spool(layout, options, files);

    public ValueTask<IReadOnlyList<MailboxInfo>> ListAsync(AccountId account, CancellationToken cancellationToken)
    {
        AccountState found = state.Accounts.Require(account);
        lock (found.Gate)
        {
            List<MailboxInfo> all = [.. found.Mailboxes.All.Select(mailbox => mailbox.ToInfo())];
            all.Sort(static (left, right) => CompareNames(left.Name, right.Name));
            return new(all);
        }
    }

    public ValueTask<IReadOnlyList<string>> ListSubscriptionsAsync(
        AccountId account, CancellationToken cancellationToken)
    {
        AccountState found = state.Accounts.Require(account);
        lock (found.Gate)
        {
            List<string> names = [.. found.SubscribedNames];
            names.Sort(CompareNames);
            return new(names);
        }
    }

    public ValueTask<MailboxInfo?> FindAsync(AccountId account, string name, CancellationToken cancellationToken)
    {
        AccountState found = state.Accounts.Require(account);
        lock (found.Gate)
        {
            return new(found.Mailboxes.Find(MailboxName.Normalize(name))?.ToInfo());
        }
    }

    public ValueTask<MailboxSnapshot> OpenAsync(
        MailboxId mailbox, Action<MailboxChange>? observer, bool claimRecent, CancellationToken cancellationToken)
    {
        AccountState account = state.Accounts.Require(mailbox.Account);
        lock (account.Gate)
        {
            MailboxState found = RequireMailbox(account, mailbox);
            MailboxInfo info = found.ToInfo();
            MailboxSubscription? subscription = null;
            if (observer is not null)
            {
                subscription = new MailboxSubscription(account, found, observer, claimRecent);
                subscription.Begin();
            }

            if (claimRecent)
            {
                found.ClaimRecent(state.Accounts.RecentClaims);
            }

            return new(new MailboxSnapshot(info, found.Messages.ToInfos(), subscription));
        }
    }

    public async Task<MailboxInfo> CreateAsync(
        AccountId account, string name, SpecialUse use, CancellationToken cancellationToken)
    {
        MailboxId created =
            await committer.CommitInOrder(new CreateMailboxOperation(account, name, use), cancellationToken);
        AccountState found = state.Accounts.Require(account);
        lock (found.Gate)
        {
            return RequireMailbox(found, created).ToInfo();
        }
    }

    public Task RenameAsync(AccountId account, string name, string newName, CancellationToken cancellationToken) =>
        committer.CommitInOrder(new RenameMailboxOperation(account, name, newName), cancellationToken);

    public Task DeleteAsync(AccountId account, string name, CancellationToken cancellationToken) =>
        committer.CommitInOrder(new DeleteMailboxOperation(account, name), cancellationToken);

    public Task SetSubscribedAsync(
        AccountId account, string name, bool subscribed, CancellationToken cancellationToken) =>
        committer.CommitInOrder(new SubscribeOperation(account, name, subscribed), cancellationToken);

    public async Task<IReadOnlyList<AppendedMessage>> AppendAsync(
        IReadOnlyList<AppendRequest> requests, long origin, CancellationToken cancellationToken)
    {
        CommitMailOperation operation = new(new MailCommit { Appends = requests, Origin = origin }, state.Queue);
        return (await committer.CommitAsync(operation, cancellationToken)).Appended;
    }

    public Task<FlagsOutcome> ChangeFlagsAsync(
        MailboxId mailbox,
        IReadOnlyList<Uid> uids,
        FlagChangeMode mode,
        NamedFlags flags,
        ulong? unchangedSince,
        long origin,
        CancellationToken cancellationToken)
    {
        ChangeFlagsOperation operation = new(mailbox, uids, mode, flags, unchangedSince, origin);
        return committer.CommitInOrder(operation, cancellationToken);
    }

    public Task<IReadOnlyList<Uid>> ExpungeAsync(
        MailboxId mailbox, IReadOnlyList<Uid>? uids, bool onlyDeleted, long origin, CancellationToken cancellationToken)
    {
        return committer.CommitInOrder(new ExpungeOperation(mailbox, uids, onlyDeleted, origin), cancellationToken);
    }

    public Task<CopyOutcome> CopyAsync(
        MailboxId source, IReadOnlyList<Uid> uids, MailboxId target, long origin, CancellationToken cancellationToken)
    {
        return committer.CommitInOrder(new CopyOperation(source, uids, target, move: false, origin), cancellationToken);
    }

    public Task<CopyOutcome> MoveAsync(
        MailboxId source, IReadOnlyList<Uid> uids, MailboxId target, long origin, CancellationToken cancellationToken)
    {
        return committer.CommitInOrder(new CopyOperation(source, uids, target, move: true, origin), cancellationToken);
    }

    public ValueTask<MessageContent> OpenMessageAsync(MailboxId mailbox, Uid uid, CancellationToken cancellationToken)
    {
        AccountState account = state.Accounts.Require(mailbox.Account);
        lock (account.Gate)
        {
            // Opened under the lock, so that its large file cannot be removed before.
            MailboxState found = RequireMailbox(account, mailbox);
            int index = found.Messages.IndexOf(uid.Value);
            return index >= 0
                ? new(reader.Open(found.Messages.Entries[index].Body))
                : throw MailException.Of(MailError.MessageNotFound, uid, found.Name);
        }
    }

    public ValueTask<AccountUsage> GetUsageAsync(AccountId account, CancellationToken cancellationToken)
    {
        AccountState found = state.Accounts.Require(account);
        DirectorySnapshot directory = state.Directory.Current;
        AccountRecord record = directory.FindAccount(account) ?? throw MailboxErrors.AccountNotFound(account);
        lock (found.Gate)
        {
            StoreSettings settings = directory.Settings;
            bool isFull = found.MessageCount >= settings.MaxMessagesPerAccount
                || (found.MessageCount >= settings.MaxMessagesPerMailbox
                    && found.Mailboxes.Find(MailboxId.InboxNumber)?.Messages.Count >= settings.MaxMessagesPerMailbox);
            return new(new AccountUsage(found.UsedSize, found.MessageCount, directory.QuotaOf(record), isFull));
        }
    }

    public IDisposable Watch(AccountId account, Action<MailboxChange> observer)
    {
        AccountState found = state.Accounts.Require(account);
        MailboxSubscription subscription = new(found, mailbox: null, observer, claimsRecent: false);
        lock (found.Gate)
        {
            subscription.Begin();
        }

        return subscription;
    }

    public IDisposable? TryLockExclusively(AccountId account)
    {
        AccountState found = state.Accounts.Require(account);
        return found.TryLease() ? new AccountLease(found) : null;
    }

    private static MailboxState RequireMailbox(AccountState account, MailboxId id) =>
        account.Mailboxes.Find(id.Number) ?? throw MailboxErrors.NotFound(id);

    private static int CompareNames(string left, string right)
    {
        bool leftIsInbox = left == MailboxName.Inbox;
        bool rightIsInbox = right == MailboxName.Inbox;
        return leftIsInbox || rightIsInbox ? rightIsInbox.CompareTo(leftIsInbox) : string.CompareOrdinal(left, right);
    }

    private sealed class AccountLease(AccountState account) : IDisposable
    {
        private AccountState? leased = account;

        public void Dispose() => Interlocked.Exchange(ref leased, null)?.ReleaseLease();
    }
}

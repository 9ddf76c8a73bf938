namespace MailAdmin.Contracts;

/// <summary>
/// The mailboxes of all accounts and the messages in them. A change is checked and made in one step; when its task
/// completes, it is synced and every observer was notified; when it throws, nothing changed.
/// Invariants: UIDs ascend and are never reused; UIDVALIDITY changes when a mailbox of the same name is created again;
/// MODSEQ ascends within an account; a message is seen only after commit; quotas are exact.
/// </summary>
public interface IMailboxes
{
    /// <summary>Creates a spool for a message that arrives.</summary>
    MessageSpool CreateSpool();

    /// <summary>All mailboxes of an account, INBOX first, then by name.</summary>
    ValueTask<IReadOnlyList<MailboxInfo>> ListAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>The names an account is subscribed to, which need not exist. RFC 3501 §6.3.6</summary>
    ValueTask<IReadOnlyList<string>> ListSubscriptionsAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>Returns the mailbox of a name (INBOX in any case of letters), or null when it does not exist.</summary>
    ValueTask<MailboxInfo?> FindAsync(AccountId account, string name, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the mailbox and its messages, and notifies <paramref name="observer"/> of every change after that.
    /// </summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="observer">
    /// The committer notifies it of each change, in order, so it must not block. Null: a snapshot only.
    /// </param>
    /// <param name="claimRecent">Whether messages that are recent count as shown from now on.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="MailException">MailboxNotFound.</exception>
    ValueTask<MailboxSnapshot> OpenAsync(
        MailboxId mailbox, Action<MailboxChange>? observer, bool claimRecent, CancellationToken cancellationToken);

    /// <summary>Creates a mailbox and the parents it lacks.</summary>
    /// <exception cref="MailException">MailboxExists, InvalidMailboxName, TooManyMailboxes.</exception>
    Task<MailboxInfo> CreateAsync(AccountId account, string name, SpecialUse use, CancellationToken cancellationToken);

    /// <summary>
    /// Renames a mailbox and those below it; INBOX instead moves its messages into a new mailbox. RFC 3501 §6.3.5
    /// </summary>
    /// <exception cref="MailException">MailboxNotFound, MailboxExists, InvalidMailboxName.</exception>
    Task RenameAsync(AccountId account, string name, string newName, CancellationToken cancellationToken);

    /// <summary>Deletes a mailbox and its messages; those below it stay.</summary>
    /// <exception cref="MailException">MailboxNotFound, MailboxProtected.</exception>
    Task DeleteAsync(AccountId account, string name, CancellationToken cancellationToken);

    /// <summary>Subscribes or unsubscribes a name.</summary>
    /// <exception cref="MailException">
    /// InvalidMailboxName, TooManyMailboxes (an account may have as many subscriptions as mailboxes).
    /// </exception>
    Task SetSubscribedAsync(AccountId account, string name, bool subscribed, CancellationToken cancellationToken);

    /// <summary>Adds messages: all or none.</summary>
    /// <returns>The place of each message, in the order of the requests.</returns>
    /// <exception cref="MailException">
    /// MailboxNotFound, OverQuota, MessageLargerThanQuota (its Target names the account), TooManyKeywords.
    /// </exception>
    Task<IReadOnlyList<AppendedMessage>> AppendAsync(
        IReadOnlyList<AppendRequest> requests, long origin, CancellationToken cancellationToken);

    /// <summary>Changes flags. UIDs that do not exist are ignored.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="uids">The messages, by ascending UID.</param>
    /// <param name="mode">How the flags change.</param>
    /// <param name="flags">The flags to add, remove or set.</param>
    /// <param name="unchangedSince">Messages with a higher MODSEQ are not changed; null: every message is.</param>
    /// <param name="origin">The session.</param>
    /// <param name="cancellationToken">Ends waiting; the change may still be made.</param>
    /// <exception cref="MailException">MailboxNotFound, TooManyKeywords.</exception>
    Task<FlagsOutcome> ChangeFlagsAsync(
        MailboxId mailbox,
        IReadOnlyList<Uid> uids,
        FlagChangeMode mode,
        NamedFlags flags,
        ulong? unchangedSince,
        long origin,
        CancellationToken cancellationToken);

    /// <summary>Removes messages permanently. UIDs that do not exist are ignored.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="uids">The messages, by ascending UID; null: all.</param>
    /// <param name="onlyDeleted">Only those that have \Deleted at the moment of the commit.</param>
    /// <param name="origin">The session.</param>
    /// <param name="cancellationToken">Ends waiting; the change may still be made.</param>
    /// <returns>The UIDs that were removed, ascending.</returns>
    Task<IReadOnlyList<Uid>> ExpungeAsync(
        MailboxId mailbox,
        IReadOnlyList<Uid>? uids,
        bool onlyDeleted,
        long origin,
        CancellationToken cancellationToken);

    /// <summary>Copies messages with flags and dates into a mailbox of the same account: all or none.</summary>
    /// <exception cref="MailException">MailboxNotFound, OverQuota, TooManyKeywords.</exception>
    Task<CopyOutcome> CopyAsync(
        MailboxId source, IReadOnlyList<Uid> uids, MailboxId target, long origin, CancellationToken cancellationToken);

    /// <summary>Moves messages in one step. RFC 6851 §3.3</summary>
    /// <exception cref="MailException">MailboxNotFound, TooManyKeywords.</exception>
    Task<CopyOutcome> MoveAsync(
        MailboxId source, IReadOnlyList<Uid> uids, MailboxId target, long origin, CancellationToken cancellationToken);

    /// <summary>Opens the content of a message.</summary>
    /// <exception cref="MailException">MessageNotFound.</exception>
    ValueTask<MessageContent> OpenMessageAsync(MailboxId mailbox, Uid uid, CancellationToken cancellationToken);

    /// <summary>What an account uses, and its limit.</summary>
    ValueTask<AccountUsage> GetUsageAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>
    /// Notifies an observer of every change in an account, in order, after its commit. The observer must not block.
    /// </summary>
    IDisposable Watch(AccountId account, Action<MailboxChange> observer);

    /// <summary>
    /// Leases an account to one POP3 session, until that disposes the lease. Returns null when another session has it.
    /// RFC 1939 §4
    /// </summary>
    IDisposable? TryLockExclusively(AccountId account);
}

namespace MailAdmin.Contracts;

/// <summary>The state of the delivery to a recipient of a queued message.</summary>
public enum QueueRecipientState
{
    /// <summary>The message waits for delivery.</summary>
    Waiting,

    /// <summary>The other server accepted the message.</summary>
    Delivered,

    /// <summary>Delivery failed permanently.</summary>
    Failed,
}

/// <summary>A recipient of a queued message.</summary>
public sealed record QueueRecipient
{
    /// <summary>The address it is sent to.</summary>
    public required EmailAddress Address { get; init; }

    /// <summary>NOTIFY.</summary>
    public DsnNotify Notify { get; init; }

    /// <summary>ORCPT, decoded: address type, semicolon, address; null: not given. RFC 3461 §4.2</summary>
    public string? OriginalRecipient { get; init; }

    /// <summary>The state of its delivery.</summary>
    public QueueRecipientState State { get; init; }

    /// <summary>The enhanced status code of the last attempt; null: none yet.</summary>
    public string? StatusCode { get; init; }

    /// <summary>
    /// The last reply of the other server, or why there was none; at most 1,000 characters. Null: no attempt yet.
    /// </summary>
    public string? LastReply { get; init; }
}

/// <summary>A message on its way to the recipients of one domain.</summary>
public sealed record QueueItem
{
    /// <summary>Its number; 0 before the store has given one.</summary>
    public long Id { get; init; }

    /// <summary>The reverse-path; null: the null reverse-path.</summary>
    public EmailAddress? ReversePath { get; init; }

    /// <summary>
    /// The domain of all its recipients. It may be a local one: then the message waits for its release (RFC 4865).
    /// </summary>
    public required DomainName Domain { get; init; }

    /// <summary>The local domain that sends it, and whose smart host it uses; null: none.</summary>
    public DomainName? SenderDomain { get; init; }

    /// <summary>The account that submitted it; null: none.</summary>
    public AccountId? Account { get; init; }

    /// <summary>The recipients, also those that are done.</summary>
    public required IReadOnlyList<QueueRecipient> Recipients { get; init; }

    /// <summary>The recipients that wait for a delivery.</summary>
    public IEnumerable<QueueRecipient> WaitingRecipients =>
        Recipients.Where(recipient => recipient.State == QueueRecipientState.Waiting);

    /// <summary>The parameters of MAIL.</summary>
    public MessageOptions Options { get; init; } = MessageOptions.None;

    /// <summary>The Message-ID field, without angle brackets; null: none.</summary>
    public string? MessageId { get; init; }

    /// <summary>The subject, at most 200 characters; null: none.</summary>
    public string? Subject { get; init; }

    /// <summary>The size of the message in bytes; set by the store.</summary>
    public long Size { get; init; }

    /// <summary>When the message arrived.</summary>
    public required DateTimeOffset Queued { get; init; }

    /// <summary>When delivery ends without success.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>When it is tried next.</summary>
    public required DateTimeOffset NextAttempt { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was last tried; null: not yet.</summary>
    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>Why the last attempt failed; at most 1,000 characters.</summary>
    public string? LastError { get; init; }

    /// <summary>The enhanced status code of the last error.</summary>
    public string? StatusCode { get; init; }

    /// <summary>The host that was last tried; null: none yet.</summary>
    public string? NextHop { get; init; }

    /// <summary>Whether it waits until an administrator resumes it.</summary>
    public bool Suspended { get; init; }

    /// <summary>Whether the sender got a report of the delay.</summary>
    public bool DelayReported { get; init; }
}

/// <summary>
/// A message to queue. Several items, and appends of the same commit, that name the same <see cref="NewMessage"/> share
/// one body.
/// </summary>
/// <param name="Message">The message.</param>
/// <param name="Item">The recipients and options; the store sets Id and Size.</param>
public sealed record NewQueueItem(NewMessage Message, QueueItem Item);

/// <summary>
/// A change of a queue item by a pure function, which may be called more than once; it returns null to remove the item.
/// An item that does not exist any more is ignored.
/// </summary>
/// <param name="Id">The item.</param>
/// <param name="Change">
/// Returns the item after the change. Only fields that change over time may differ: recipients' states, times, counts,
/// errors, next hop, flags.
/// </param>
public sealed record QueueUpdate(long Id, Func<QueueItem, QueueItem?> Change);

/// <summary>Changes of mailboxes and of the queue that are made together or not at all.</summary>
public sealed record MailCommit
{
    /// <summary>Messages for mailboxes.</summary>
    public IReadOnlyList<AppendRequest> Appends { get; init; } = [];

    /// <summary>Messages for other domains.</summary>
    public IReadOnlyList<NewQueueItem> Additions { get; init; } = [];

    /// <summary>Changes of messages that are queued.</summary>
    public IReadOnlyList<QueueUpdate> Updates { get; init; } = [];

    /// <summary>The session that asked for it; 0: none.</summary>
    public long Origin { get; init; }
}

/// <summary>The outcome of a commit, in the order of its appends, additions and updates.</summary>
/// <param name="Appended">The places of the messages.</param>
/// <param name="Queued">The numbers of the items.</param>
/// <param name="Updated">The items after the commit; null: the item was removed, now or before.</param>
public sealed record MailCommitOutcome(
    IReadOnlyList<AppendedMessage> Appended, IReadOnlyList<long> Queued, IReadOnlyList<QueueItem?> Updated);

/// <summary>What a timetable needs to know of a queue item.</summary>
public readonly record struct QueueSchedule(
    long Id, DomainName Domain, DomainName? SenderDomain, DateTimeOffset NextAttempt, bool Suspended);

/// <summary>A change of the timetable. Observers are notified after its commit.</summary>
/// <param name="Id">The item.</param>
/// <param name="Schedule">As it is now; null: it was removed.</param>
public readonly record struct QueueChange(long Id, QueueSchedule? Schedule);

/// <summary>
/// Messages that wait to be sent. A change is synced when its task completes, and is made whole or not at all. Many
/// items that wait cost little memory.
/// </summary>
public interface IMailQueue
{
    /// <summary>How many items there are.</summary>
    int Count { get; }

    /// <summary>Makes changes together.</summary>
    /// <exception cref="MailException">
    /// MailboxNotFound, OverQuota, MessageLargerThanQuota (its Target names the account), DiskFull, StoreFailed,
    /// StoreUnavailable.
    /// </exception>
    Task<MailCommitOutcome> CommitAsync(MailCommit commit, CancellationToken cancellationToken);

    /// <summary>Returns an item, or null when it does not exist.</summary>
    ValueTask<QueueItem?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>All items as they are when they are read, by number.</summary>
    IAsyncEnumerable<QueueItem> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Returns all schedules, by number, and notifies <paramref name="observer"/> of every change after that. The
    /// observer must not block.
    /// </summary>
    IDisposable Watch(Action<IReadOnlyList<QueueChange>> observer, out IReadOnlyList<QueueSchedule> schedules);

    /// <summary>Opens the content of a message.</summary>
    /// <exception cref="MailException">QueueItemNotFound.</exception>
    ValueTask<MessageContent> OpenMessageAsync(long id, CancellationToken cancellationToken);
}

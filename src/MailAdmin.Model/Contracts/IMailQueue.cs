namespace MailAdmin.Contracts;

/// <summary>How far a recipient of a queued message has come.</summary>
public enum QueueRecipientState
{
    /// <summary>It waits.</summary>
    Waiting,

    /// <summary>The other server took it.</summary>
    Delivered,

    /// <summary>It was given up.</summary>
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

    /// <summary>How far it has come.</summary>
    public QueueRecipientState State { get; init; }

    /// <summary>The enhanced status code of the last attempt; null: none yet.</summary>
    public string? StatusCode { get; init; }

    /// <summary>What the other server said last, or why it could not be asked; at most 1,000 characters. Null: nothing yet.</summary>
    public string? LastReply { get; init; }
}

/// <summary>A message on its way to the recipients of one domain.</summary>
public sealed record QueueItem
{
    /// <summary>Its number; 0 before the store has given one.</summary>
    public long Id { get; init; }

    /// <summary>The reverse-path; null: the null reverse-path.</summary>
    public EmailAddress? ReversePath { get; init; }

    /// <summary>The domain of all its recipients. It may be one of ours: then it is held for later (RFC 4865).</summary>
    public required DomainName Domain { get; init; }

    /// <summary>The local domain that sends it, whose smart host it takes; null: none.</summary>
    public DomainName? SenderDomain { get; init; }

    /// <summary>The account that submitted it; null: none.</summary>
    public AccountId? Account { get; init; }

    /// <summary>The recipients, also those that are done.</summary>
    public required IReadOnlyList<QueueRecipient> Recipients { get; init; }

    /// <summary>The recipients that wait for a delivery.</summary>
    public IEnumerable<QueueRecipient> WaitingRecipients => Recipients.Where(recipient => recipient.State == QueueRecipientState.Waiting);

    /// <summary>The parameters of MAIL.</summary>
    public MessageOptions Options { get; init; } = MessageOptions.None;

    /// <summary>The Message-ID field, without angle brackets; null: none.</summary>
    public string? MessageId { get; init; }

    /// <summary>The subject, at most 200 characters; null: none.</summary>
    public string? Subject { get; init; }

    /// <summary>The octets of the message; given by the store.</summary>
    public long Size { get; init; }

    /// <summary>When the message came.</summary>
    public required DateTimeOffset Queued { get; init; }

    /// <summary>When it is given up.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>When it is tried next.</summary>
    public required DateTimeOffset NextAttempt { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was last tried; null: not yet.</summary>
    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>Why the last attempt failed; at most 1,000 characters.</summary>
    public string? LastError { get; init; }

    /// <summary>The enhanced status code of that.</summary>
    public string? StatusCode { get; init; }

    /// <summary>The host that was last tried; null: none yet.</summary>
    public string? NextHop { get; init; }

    /// <summary>Whether it waits until somebody resumes it.</summary>
    public bool Suspended { get; init; }

    /// <summary>Whether the sender was told that it is late.</summary>
    public bool DelayReported { get; init; }
}

/// <summary>A message to queue. Several items, and appends of the same commit, that name the same <see cref="NewMessage"/> share one body.</summary>
/// <param name="Message">The message.</param>
/// <param name="Item">Where it goes; Id and Size are given by the store.</param>
public sealed record NewQueueItem(NewMessage Message, QueueItem Item);

/// <summary>A change of a queue item by a pure function, which may be called more than once; it returns null to remove the item. An item that is gone is passed over.</summary>
/// <param name="Id">The item.</param>
/// <param name="Change">From what is committed to what shall be. Only fields that change over time may differ: recipients' states, times, counts, errors, next hop, flags.</param>
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

/// <summary>What a commit made, in the order in which it was asked for.</summary>
/// <param name="Appended">Where the messages came to lie.</param>
/// <param name="Queued">The numbers of the items.</param>
/// <param name="Updated">The items as they are now; null: removed, or it was gone.</param>
public sealed record MailCommitOutcome(IReadOnlyList<AppendedMessage> Appended, IReadOnlyList<long> Queued, IReadOnlyList<QueueItem?> Updated);

/// <summary>As much of a queue item as a timetable needs.</summary>
public readonly record struct QueueSchedule(long Id, DomainName Domain, DomainName? SenderDomain, DateTimeOffset NextAttempt, bool Suspended);

/// <summary>A change of the timetable, told after its commit.</summary>
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
    /// <exception cref="MailException">MailboxNotFound, OverQuota, MessageLargerThanQuota (its Target names the account), DiskFull, StoreFailed, StoreUnavailable.</exception>
    Task<MailCommitOutcome> CommitAsync(MailCommit commit, CancellationToken cancellationToken);

    /// <summary>One item; null: it is gone.</summary>
    ValueTask<QueueItem?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>All items as they are when they are read, by number.</summary>
    IAsyncEnumerable<QueueItem> ListAsync(CancellationToken cancellationToken);

    /// <summary>The timetable as it is now, by number, and from this moment on every change to <paramref name="observer"/>, which must not block.</summary>
    IDisposable Watch(Action<IReadOnlyList<QueueChange>> observer, out IReadOnlyList<QueueSchedule> schedules);

    /// <summary>The octets of a message.</summary>
    /// <exception cref="MailException">QueueItemNotFound.</exception>
    ValueTask<MessageContent> OpenMessageAsync(long id, CancellationToken cancellationToken);
}

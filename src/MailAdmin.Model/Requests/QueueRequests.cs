namespace MailAdmin.Requests;

/// <summary>Messages in the queue that match, by number.</summary>
public sealed record GetQueue(QueueFilter Filter) : IStreamRequest<MailQueueItem>;

/// <summary>Keeps a message in the queue until it is resumed. QueueItemNotFound.</summary>
public sealed record SuspendQueueItem(long Id) : IRequest<MailQueueItem>;

/// <summary>Lets a message go on; <paramref name="Now"/>: it is tried at once. QueueItemNotFound.</summary>
public sealed record ResumeQueueItem(long Id, bool Now) : IRequest<MailQueueItem>;

/// <summary>
/// Removes a message; <paramref name="Notify"/>: the sender gets a report of failure. QueueItemNotFound.
/// </summary>
public sealed record RemoveQueueItem(long Id, bool Notify) : IRequest<NoResult>;

/// <summary>The bytes of a message in the queue, in pieces. QueueItemNotFound.</summary>
public sealed record ReadQueueMessage(long Id) : IStreamRequest<ReadOnlyMemory<byte>>
{
    // A piece is a frame of its own: 200 would be more than a frame may hold.
    int IStreamRequest<ReadOnlyMemory<byte>>.BatchSize => 1;
}

/// <summary>
/// Tries the messages that match at once, whatever time they wait for, and waits for the attempts when asked. Suspended
/// ones stay. Yields those that are still there afterwards.
/// </summary>
public sealed record DeliverQueue(QueueFilter Filter, bool Wait) : IRequest<IReadOnlyList<MailQueueItem>>;

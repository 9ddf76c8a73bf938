using MailAdmin.Contracts;
using MailAdmin.Storage.Content;

namespace MailAdmin.Storage.Queue;

/// <summary>
/// What is kept in memory of a queue item: its schedule, where its message lies, and the rest as it is in the log. It
/// never changes; a changed item gets a new entry.
/// </summary>
internal sealed record QueueEntry
{
    public required long Id { get; init; }

    public required StoredBody Body { get; init; }

    public required DomainName Domain { get; init; }

    public required DomainName? SenderDomain { get; init; }

    /// <summary>The envelope, as <see cref="QueueFormat"/> reads it.</summary>
    public required byte[] Envelope { get; init; }

    /// <summary>What changes over time, as <see cref="QueueFormat"/> reads it.</summary>
    public required byte[] State { get; init; }

    /// <summary>The schedule of the item.</summary>
    public QueueSchedule ToSchedule()
    {
        (DateTimeOffset nextAttempt, bool suspended) = QueueFormat.ReadSchedule(State);
        return new QueueSchedule(Id, Domain, SenderDomain, nextAttempt, suspended);
    }
}

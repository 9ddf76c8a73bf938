using System.Runtime.InteropServices;
using MailAdmin.Contracts;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Queue;

/// <summary>
/// What is kept in memory of a queue item: the timetable, where its octets lie, and the rest as it is in the log. Never
/// changes; an item that changes gets another one.
/// </summary>
internal sealed class QueueEntry
{
    public required long Id { get; init; }

    public required QueueBody Body { get; init; }

    public required DomainName Domain { get; init; }

    public required DomainName? SenderDomain { get; init; }

    /// <summary>The envelope, as <see cref="QueueFormat"/> reads it.</summary>
    public required byte[] Envelope { get; init; }

    /// <summary>What changes over time, as <see cref="QueueFormat"/> reads it.</summary>
    public required byte[] State { get; init; }

    /// <summary>The timetable.</summary>
    public QueueSchedule ToSchedule()
    {
        (DateTimeOffset nextAttempt, bool suspended) = QueueFormat.ReadSchedule(State);
        return new QueueSchedule(Id, Domain, SenderDomain, nextAttempt, suspended);
    }

    /// <summary>The item after a change.</summary>
    public QueueEntry With(byte[] state) => new()
    {
        Id = Id,
        Body = Body,
        Domain = Domain,
        SenderDomain = SenderDomain,
        Envelope = Envelope,
        State = state,
    };
}

/// <summary>Where the octets of a queued message lie: 20 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct QueueBody(int Segment, uint Offset, uint StructureLength, uint Size, uint Checksum)
{
    /// <summary>As an entry of a mailbox, for what reads and counts bodies.</summary>
    public MessageEntry ToEntry() => new()
    {
        Segment = Segment,
        Offset = Offset,
        StructureLength = StructureLength,
        Size = Size,
        BodyChecksum = Checksum,
    };

    public static QueueBody Of(in MessageEntry entry) =>
        new(entry.Segment, entry.Offset, entry.StructureLength, entry.Size, entry.BodyChecksum);
}

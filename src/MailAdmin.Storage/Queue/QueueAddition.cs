using MailAdmin.Contracts;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Queue;

/// <summary>An item in the form of the log, built before the committer gets it.</summary>
internal sealed record QueueAddition(DomainName Domain, DomainName? SenderDomain, byte[] Envelope, byte[] State)
{
    /// <summary>About how many bytes it takes in a record.</summary>
    public long Size => Envelope.Length + State.Length + 128L;

    public static QueueAddition[] Create(IReadOnlyList<NewQueueItem> additions)
    {
        if (additions.Count == 0)
        {
            return [];
        }

        RecordBuffer buffer = new(capacity: 1 << 10);
        return [.. additions.Select(addition => Create(addition.Item, buffer))];
    }

    /// <summary>Writes the part that adds it; <see cref="QueueState"/> reads it.</summary>
    public void Write(RecordBuffer record, long id, StoredBody body, ulong largeFile)
    {
        record.WriteKind(PartKind.QueueAdded);
        record.WriteNumber(id);
        record.WriteNumber(body.Size);
        body.Write(record, largeFile);
        record.WriteText(Domain.Ascii);
        record.WriteText(SenderDomain?.Ascii ?? "");
        record.WriteText(Envelope);
        record.WriteText(State);
    }

    private static QueueAddition Create(QueueItem item, RecordBuffer buffer)
    {
        if (item.Recipients.Count == 0)
        {
            throw new ArgumentException("A queue item has no recipient.");
        }

        buffer.Clear();
        QueueFormat.WriteEnvelope(buffer, item);
        byte[] envelope = buffer.Written.ToArray();
        buffer.Clear();
        QueueFormat.WriteState(buffer, item);
        return new QueueAddition(item.Domain, item.SenderDomain, envelope, buffer.Written.ToArray());
    }
}

using MailAdmin.Storage.Log;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Queue;

/// <summary>Writes the parts that say what happens to the queue; <see cref="PartApplier"/> reads them.</summary>
internal static class QueueParts
{
    public static void WriteAdded(RecordBuffer record, long id, in MessageEntry body, ulong largeFile, QueueAddition addition)
    {
        record.WriteKind(PartKind.QueueAdded);
        record.WriteNumber(id);
        record.WriteNumber(body.Size);
        record.WriteFixed32(body.BodyChecksum);
        record.WriteNumber(body.StructureLength);
        BodyPlace.Write(record, body, largeFile);
        record.WriteText(addition.Domain.Ascii);
        record.WriteText(addition.SenderDomain?.Ascii ?? "");
        record.WriteText(addition.Envelope);
        record.WriteText(addition.State);
    }

    public static void WriteChanged(RecordBuffer record, long id, ReadOnlySpan<byte> state)
    {
        record.WriteKind(PartKind.QueueChanged);
        record.WriteNumber(id);
        record.WriteText(state);
    }
}

using MailAdmin.Storage.Content;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Queue;

/// <summary>Writes the parts of records that change the queue; <see cref="QueueState"/> reads them.</summary>
internal static class QueueParts
{
    public static void WriteAdded(
        RecordBuffer record, long id, StoredBody body, ulong largeFile, QueueAddition addition)
    {
        record.WriteKind(PartKind.QueueAdded);
        record.WriteNumber(id);
        record.WriteNumber(body.Size);
        body.Write(record, largeFile);
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

using MailAdmin.Contracts;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Tests.Storage;

/// <summary>Adds records to the first segment of a closed store that it would not write itself.</summary>
internal static class ForgedRecords
{
    public static void BrokenJournal(RecordBuffer record)
    {
        record.WriteKind(PartKind.Directory);
        record.WriteText("{ not the change journal");
    }

    public static void UnknownPart(RecordBuffer record)
    {
        record.WriteByte(200);
        record.WriteNumber(1);
        record.WriteNumber(1);
    }

    public static void Message(RecordBuffer record, MailboxId mailbox, uint uid, ReadOnlySpan<byte> body)
    {
        MessageEntry entry = new()
        {
            Uid = uid,
            ModSeq = uid,
            Body = new StoredBody(0, 0, 0, (uint)body.Length, Crc32C.Compute(body)),
        };
        MailboxParts.WriteAppended(record, mailbox, entry, 0);
        record.EndParts();
        record.WriteBytes(body);
    }

    /// <param name="path">The folder of the store.</param>
    /// <param name="writeParts">Writes the parts of the record.</param>
    /// <param name="hole">So many bytes before the record are no record; they take no space.</param>
    public static void Append(string path, Action<RecordBuffer> writeParts, long hole = 0)
    {
        LogKey key = StoreIdentity.TryRead(Path.Combine(path, "store.json"))!.Key;
        string segment = Path.Combine(path, "mail", "00000001.log");
        long last = 0;
        using (SegmentScanner scanner = new(File.OpenHandle(segment), key, 0))
        {
            while (scanner.Read())
            {
                last = scanner.LastSequence;
            }
        }

        RecordBuffer record = new();
        record.BeginRecord();
        writeParts(record);
        record.EndRecord(key, RecordType.Directory, last + 1, 0);
        using FileStream file = new(segment, FileMode.Open);
        file.Position = file.Length + hole;
        file.Write(record.Written);
    }
}

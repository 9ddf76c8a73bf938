using MailAdmin.Storage.Log;

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

    public static void Append(string path, Action<RecordBuffer> writeParts)
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

        using RecordBuffer record = new();
        record.BeginRecord();
        writeParts(record);
        record.EndRecord(key, RecordType.Directory, last + 1, 0);
        using FileStream file = new(segment, FileMode.Append);
        file.Write(record.Written);
    }
}

using System.Runtime.InteropServices;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>Where a part says that the octets of its message lie.</summary>
/// <param name="LargeFile">The name of the large file; 0: the body is in the log.</param>
/// <param name="Segment">The segment; 0: that of the record.</param>
/// <param name="Offset">In the segment, or in the record from where its octets begin.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BodyPlace(ulong LargeFile, int Segment, long Offset)
{
    /// <summary>Whether the octets are in the record itself.</summary>
    public bool IsOwn => Segment == 0;

    public static BodyPlace Read(ref PartReader reader) =>
        new(reader.ReadFixed64(), reader.ReadInt32(), reader.ReadNumber());

    public static void Write(RecordBuffer record, in MessageEntry entry, ulong largeFile)
    {
        record.WriteFixed64(largeFile);
        record.WriteNumber(entry.Segment);
        record.WriteNumber(entry.Offset);
    }

    /// <summary>Gives the place to an entry of a record that is in a segment.</summary>
    public void SetIn(ref MessageEntry entry, LogSegment segment, long dataStart)
    {
        entry.Segment = IsOwn ? segment.Number : Segment;
        entry.Offset = checked((uint)(IsOwn ? dataStart + Offset : Offset));
    }
}

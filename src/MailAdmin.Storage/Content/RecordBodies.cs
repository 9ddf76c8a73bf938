using System.Runtime.InteropServices;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Content;

/// <summary>Reads where the bodies lie that the parts of a record refer to, and counts their entries.</summary>
internal sealed class RecordBodies(BodyTable table)
{
    private LogSegment? segment;
    private long dataStart;
    private long lastOwnOffset;

    /// <summary>Begins a record.</summary>
    /// <param name="recordSegment">The segment that the record is in.</param>
    /// <param name="start">Where in the segment the bytes begin that its parts refer to.</param>
    public void Begin(LogSegment recordSegment, long start)
    {
        segment = recordSegment;
        dataStart = start;
        lastOwnOffset = -1;
    }

    /// <summary>Reads the fields of a part that <see cref="StoredBody.Write"/> wrote.</summary>
    public BodyReference Read(uint size, ref PartReader reader)
    {
        uint checksum = reader.ReadFixed32();
        uint structureLength = reader.ReadUInt32();
        ulong largeFile = reader.ReadFixed64();
        int bodySegment = reader.ReadInt32();
        long offset = reader.ReadNumber();
        bool isOwn = bodySegment == 0;
        StoredBody body = new(
            isOwn ? segment!.Number : bodySegment,
            isOwn ? dataStart + offset : offset,
            structureLength,
            size,
            checksum);
        return new BodyReference(body, largeFile, isOwn);
    }

    /// <summary>Counts an entry of a body. The parts of entries that share a body follow each other.</summary>
    public void Add(BodyReference reference)
    {
        if (reference.IsOwn && reference.Body.Offset != lastOwnOffset)
        {
            lastOwnOffset = reference.Body.Offset;
            table.AddFirst(reference.Body.Key, reference.LargeFile);
        }
        else
        {
            table.AddAnother(reference.Body.Key, reference.LargeFile);
        }
    }
}

/// <summary>What a part says of the body of its message.</summary>
/// <param name="Body">The body.</param>
/// <param name="LargeFile">The name of its large file; 0: it is in the log.</param>
/// <param name="IsOwn">Whether it came with the record itself.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BodyReference(StoredBody Body, ulong LargeFile, bool IsOwn);

using System.Buffers.Binary;
using MailAdmin.Contracts;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Content;

/// <summary>Opens stored messages.</summary>
internal sealed class MessageReader(MessageLog log, BodyTable bodies, LargeFiles files)
{
    /// <summary>Opens a message.</summary>
    public MessageContent Open(StoredBody body)
    {
        LogSegment segment = log.FindSegment(body.Segment) ?? throw SegmentMissing(body.Segment);
        Func<ReadOnlyMemory<byte>>? structure = body.StructureLength == 0 ? null : () => ReadStructure(segment, body);
        return bodies.FindLargeFile(body.Key) is { } name
            ? files.Open(name, body.Size, body.Checksum, structure)
            : new LogContent(segment, body, structure);
    }

    // A damaged structure is worth no more than none: it can be derived again from the message.
    private static ReadOnlyMemory<byte> ReadStructure(LogSegment segment, StoredBody body)
    {
        byte[] bytes = new byte[body.StructureLength + StoredBody.StructureChecksumLength];
        ReadOnlyMemory<byte> structure = bytes.AsMemory(0, (int)body.StructureLength);
        ReadOnlySpan<byte> checksum = bytes.AsSpan(structure.Length);
        bool intact = segment.Read(body.Offset, bytes) == bytes.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(checksum) == Crc32C.Compute(structure.Span);
        return intact ? structure : default;
    }

    private static MailException SegmentMissing(int number) =>
        MailException.Of(MailError.StoreFailed.As("SegmentMissing"), $"mail/{number:D8}.log");
}

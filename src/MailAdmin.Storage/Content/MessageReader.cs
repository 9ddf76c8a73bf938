using MailAdmin.Contracts;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Content;

/// <summary>Opens stored messages.</summary>
internal sealed class MessageReader(StoreState state, LargeFiles files)
{
    /// <summary>The octets after an outline: its checksum.</summary>
    public const int OutlineChecksumLength = sizeof(uint);

    /// <summary>Opens the message of an entry.</summary>
    public MessageContent Open(MessageEntry entry)
    {
        LogSegment segment = state.Log.FindSegment(entry.Segment) ?? throw SegmentMissing(entry.Segment);
        Func<ReadOnlyMemory<byte>>? outline = entry.OutlineLength == 0 ? null : () => ReadOutline(segment, entry);
        if (state.Bodies.FindLargeFile(entry.Body) is { } name)
        {
            return files.Open(name, entry.Size, entry.BodyChecksum, outline);
        }

        return new LogContent(segment, BodyOffset(entry), entry.Size, entry.BodyChecksum, outline);
    }

    /// <summary>Where a body begins that is in the log.</summary>
    public static long BodyOffset(in MessageEntry entry)
    {
        return entry.Offset + (entry.OutlineLength == 0 ? 0L : entry.OutlineLength + OutlineChecksumLength);
    }

    // A damaged outline is worth nothing more than none: it can be derived again from the message.
    private static ReadOnlyMemory<byte> ReadOutline(LogSegment segment, in MessageEntry entry)
    {
        byte[] octets = new byte[entry.OutlineLength + OutlineChecksumLength];
        int length = (int)entry.OutlineLength;
        bool intact = segment.Read(entry.Offset, octets) == octets.Length
            && System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(octets.AsSpan(length)) == Crc32C.Compute(octets.AsSpan(0, length));
        return intact ? octets.AsMemory(0, length) : default;
    }

    private static MailException SegmentMissing(int number)
    {
        return StorageErrors.Translate(new FileNotFoundException("The segment of the log is missing."), $"mail/{number:D8}.log");
    }
}

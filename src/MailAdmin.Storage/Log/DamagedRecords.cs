using System.Buffers.Binary;
using MailAdmin.Storage.Disk;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Log;

/// <summary>An entry of a mailbox whose record is damaged.</summary>
/// <param name="Account">The account.</param>
/// <param name="Mailbox">The number of the mailbox.</param>
internal readonly record struct LostEntry(long Account, int Mailbox);

/// <summary>
/// What is left of damaged records: the places of the log without a valid record, and what was cut from its segments.
/// They are searched for the mailboxes that messages in large files belonged to.
/// </summary>
internal sealed class DamagedRecords(StoreLayout layout, MessageLog log)
{
    private const int WindowSize = 1 << 20;

    // A kind, seven varints of at most 10 bytes, and 20 bytes.
    private const int MaxPartLength = 1 + (7 * 10) + 20;
    private readonly Lazy<IReadOnlyList<(
        string Path, long Start, long End)>> places = new(() => FindPlaces(layout, log));

    /// <summary>Finds the entries that a message in a large file had.</summary>
    /// <param name="file">The name of the file.</param>
    /// <param name="size">The size of the file.</param>
    /// <param name="checksum">The CRC-32C of the file.</param>
    public IReadOnlyCollection<LostEntry> Find(ulong file, long size, uint checksum)
    {
        HashSet<LostEntry> found = [];
        byte[] window = new byte[WindowSize + MaxPartLength];
        foreach ((string path, long start, long end) in places.Value)
        {
            using SafeFileHandle handle = File.OpenHandle(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            for (long offset = start; offset < end; offset += WindowSize)
            {
                int wanted = (int)Math.Min(window.Length, end - offset);
                int count = StorePlatform.ReadFully(handle, window.AsSpan(0, wanted), offset);
                Search(window.AsSpan(0, count), (file, size, checksum), found);
            }
        }

        return found;
    }

    private static void Search(
        ReadOnlySpan<byte> bytes, (ulong File, long Size, uint Checksum) message, HashSet<LostEntry> found)
    {
        for (int start = 0; start < bytes.Length; start++)
        {
            int next = bytes[start..].IndexOf((byte)PartKind.Appended);
            if (next < 0)
            {
                return;
            }

            start += next;
            if (TryRead(bytes[start..], message) is { } entry)
            {
                found.Add(entry);
            }
        }
    }

    // Two of size, checksum and name must be right: the third may be what is damaged.
    private static LostEntry? TryRead(ReadOnlySpan<byte> part, (ulong File, long Size, uint Checksum) message)
    {
        int position = 1;
        if (!TryReadNumber(part, ref position, out ulong account)
            || !TryReadNumber(part, ref position, out ulong mailbox)
            || !TryReadNumber(part, ref position, out _)
            || !TryReadNumber(part, ref position, out _)
            || !TryReadNumber(part, ref position, out _)
            || !TryReadNumber(part, ref position, out ulong size)
            || part.Length < position + sizeof(long) + sizeof(uint))
        {
            return null;
        }

        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(part[(position + sizeof(long))..]);
        position += sizeof(long) + sizeof(uint);
        if (!TryReadNumber(part, ref position, out _) || part.Length < position + sizeof(ulong))
        {
            return null;
        }

        ulong file = BinaryPrimitives.ReadUInt64LittleEndian(part[position..]);
        int right = (size == (ulong)message.Size ? 1 : 0)
            + (checksum == message.Checksum ? 1 : 0)
            + (file == message.File ? 1 : 0);
        return right >= 2 && account <= long.MaxValue && mailbox <= int.MaxValue
            ? new LostEntry((long)account, (int)mailbox)
            : null;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> bytes, ref int position, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && position < bytes.Length; shift += 7)
        {
            byte next = bytes[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private static List<(string Path, long Start, long End)> FindPlaces(StoreLayout layout, MessageLog log)
    {
        List<(string Path, long Start, long End)> found = [];
        foreach (LogSegment segment in log.Segments)
        {
            long end = segment.Length;
            using SegmentScanner scanner = new(segment.Handle, log.Key, segment.PreviousSequence, end);
            while (scanner.Read())
            {
                // Only what lies between the records is of interest.
            }

            found.AddRange(scanner.Damaged.Select(place => (segment.Path, place.Start, place.End)));
            if (scanner.ValidEnd < end)
            {
                found.Add((segment.Path, scanner.ValidEnd, end));
            }
        }

        found.AddRange(layout.FindTornTails().Select(path => (path, 0L, new FileInfo(path).Length)));
        return found;
    }
}

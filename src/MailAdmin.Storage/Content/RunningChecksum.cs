using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Content;

/// <summary>Checks a body that is read from its beginning to its end, in pieces of any size.</summary>
internal struct RunningChecksum(long length, uint expected)
{
    private long next;
    private uint checksum;

    /// <summary>Adds a piece. Returns false when it is the last one and the body is not what was stored.</summary>
    public bool Add(long offset, ReadOnlySpan<byte> piece)
    {
        if (offset == 0)
        {
            next = 0;
            checksum = 0;
        }

        if (offset != next)
        {
            return true;
        }

        checksum = Crc32C.Append(checksum, piece);
        next += piece.Length;
        return next < length || checksum == expected;
    }
}

using MailAdmin.Contracts;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Content;

/// <summary>
/// The bytes of a stored message. A reader that reads the whole body in order, in pieces of any size, also checks it.
/// </summary>
internal abstract class StoredContent(
    string path, long length, uint checksum, Func<ReadOnlyMemory<byte>>? readStructure) : MessageContent
{
    private ReadOnlyMemory<byte>? structure;
    private long checkedLength;
    private uint runningChecksum;

    public sealed override long Length => length;

    public sealed override ReadOnlyMemory<byte> Structure =>
        structure ??= readStructure?.Invoke() ?? default(ReadOnlyMemory<byte>);

    public sealed override ValueTask<int> ReadAsync(
        long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Span<byte> target = buffer.Span[..(int)Math.Clamp(length - offset, 0, buffer.Length)];
        int count = target.IsEmpty ? 0 : Read(offset, target);
        return count == target.Length && Check(offset, target)
            ? new ValueTask<int>(count)
            : throw MailException.Of(MailError.StoreFailed.As("Damaged"), path);
    }

    /// <summary>Reads bytes of the body; fewer only where the file ends.</summary>
    protected abstract int Read(long offset, Span<byte> target);

    // Returns false when the piece ends the body, and the body is not the stored one.
    private bool Check(long offset, ReadOnlySpan<byte> piece)
    {
        if (offset == 0)
        {
            checkedLength = 0;
            runningChecksum = 0;
        }

        if (offset != checkedLength)
        {
            return true;
        }

        runningChecksum = Crc32C.Append(runningChecksum, piece);
        checkedLength += piece.Length;
        return checkedLength < length || runningChecksum == checksum;
    }
}

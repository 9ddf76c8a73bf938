using MailAdmin.Contracts;

namespace MailAdmin.Storage.Content;

/// <summary>The bytes of a stored message. Whoever reads them all in order also checks them.</summary>
internal abstract class StoredContent(
    string path, long length, uint checksum, Func<ReadOnlyMemory<byte>>? readStructure) : MessageContent
{
    private RunningChecksum running = new(length, checksum);
    private ReadOnlyMemory<byte>? structure;

    public sealed override long Length => length;

    public sealed override ReadOnlyMemory<byte> Structure =>
        structure ??= readStructure?.Invoke() ?? default(ReadOnlyMemory<byte>);

    public sealed override ValueTask<int> ReadAsync(
        long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Span<byte> target = buffer.Span[..(int)Math.Clamp(length - offset, 0, buffer.Length)];
        int count = target.IsEmpty ? 0 : Read(offset, target);
        return count == target.Length && running.Add(offset, target)
            ? new ValueTask<int>(count)
            : throw ContentErrors.Damaged(path);
    }

    /// <summary>Reads bytes of the body; fewer only where the file ends.</summary>
    protected abstract int Read(long offset, Span<byte> target);
}

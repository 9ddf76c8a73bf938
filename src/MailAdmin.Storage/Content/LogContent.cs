using MailAdmin.Contracts;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Content;

/// <summary>The octets of a message in the log.</summary>
internal sealed class LogContent(LogSegment segment, long bodyOffset, long length, uint checksum, Func<ReadOnlyMemory<byte>>? readStructure) : MessageContent
{
    private RunningChecksum running = new(length, checksum);
    private ReadOnlyMemory<byte>? structure;

    public override long Length => length;

    public override ReadOnlyMemory<byte> Structure => structure ??= readStructure?.Invoke() ?? default(ReadOnlyMemory<byte>);

    public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Span<byte> target = buffer.Span[..(int)Math.Clamp(length - offset, 0, buffer.Length)];
        int count = target.IsEmpty ? 0 : segment.Read(bodyOffset + offset, target);
        return count == target.Length && running.Add(offset, target)
            ? new ValueTask<int>(count)
            : throw ContentErrors.Damaged(segment.Path);
    }
}

using MailAdmin.Contracts;

namespace MailAdmin.Tests.Mime;

/// <summary>A message in memory.</summary>
internal sealed class MemoryContent(
    ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> structure = default) : MessageContent
{
    public override long Length => bytes.Length;

    public override ReadOnlyMemory<byte> Structure => structure;

    public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int count = (int)Math.Clamp(bytes.Length - offset, 0, buffer.Length);
        bytes.Slice((int)Math.Min(offset, bytes.Length), count).CopyTo(buffer);
        return new ValueTask<int>(count);
    }
}

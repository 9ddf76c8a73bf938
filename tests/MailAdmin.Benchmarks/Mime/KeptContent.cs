using MailAdmin.Contracts;

namespace MailAdmin.Benchmarks.Mime;

/// <summary>A message in memory with its structure.</summary>
internal sealed class KeptContent(byte[] bytes, ReadOnlyMemory<byte> structure) : MessageContent
{
    public override long Length => bytes.Length;

    public override ReadOnlyMemory<byte> Structure => structure;

    public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count = (int)Math.Min(bytes.Length - offset, buffer.Length);
        bytes.AsSpan((int)offset, count).CopyTo(buffer.Span);
        return new ValueTask<int>(count);
    }
}

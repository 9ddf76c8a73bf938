using MailAdmin.Contracts;

namespace MailAdmin.Benchmarks.Mime;

/// <summary>A message in memory with its structure.</summary>
internal sealed class KeptContent(byte[] octets, ReadOnlyMemory<byte> structure) : MessageContent
{
    public override long Length => octets.Length;

    public override ReadOnlyMemory<byte> Structure => structure;

    public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count = (int)Math.Min(octets.Length - offset, buffer.Length);
        octets.AsSpan((int)offset, count).CopyTo(buffer.Span);
        return new ValueTask<int>(count);
    }
}

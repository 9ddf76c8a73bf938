using MailAdmin.Contracts;

namespace MailAdmin.Tests.Mime;

/// <summary>A message in memory that notes how it is read, and need not give all that it is asked for.</summary>
internal sealed class CountingContent(byte[] bytes, ReadOnlyMemory<byte> structure = default) : MessageContent
{
    public override long Length => bytes.Length;

    public override ReadOnlyMemory<byte> Structure => structure;

    public int MaximalRead { get; init; } = int.MaxValue;

    public long BytesRead { get; private set; }

    public int LargestRead { get; private set; }

    public override async ValueTask<int> ReadAsync(
        long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await Task.Yield();
        int count = (int)Math.Clamp(bytes.Length - offset, 0, Math.Min(buffer.Length, MaximalRead));
        bytes.AsSpan((int)offset, count).CopyTo(buffer.Span);
        BytesRead += count;
        LargestRead = Math.Max(LargestRead, buffer.Length);
        return count;
    }
}

using MailAdmin.Contracts;

namespace MailAdmin.Storage.Content;

/// <summary>The bytes of a small message that has not been appended yet.</summary>
internal sealed class MemoryContent(ReadOnlyMemory<byte> bytes) : MessageContent
{
    public override long Length => bytes.Length;

    public override ReadOnlyMemory<byte> Structure => default;

    public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count = (int)Math.Clamp(bytes.Length - offset, 0, buffer.Length);
        if (count > 0)
        {
            bytes.Slice((int)offset, count).CopyTo(buffer);
        }

        return new ValueTask<int>(count);
    }
}

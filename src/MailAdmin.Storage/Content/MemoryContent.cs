using MailAdmin.Contracts;

namespace MailAdmin.Storage.Content;

/// <summary>The octets of a small message that has not been appended yet.</summary>
internal sealed class MemoryContent(ReadOnlyMemory<byte> octets) : MessageContent
{
    public override long Length => octets.Length;

    public override ReadOnlyMemory<byte> Structure => default;

    public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count = (int)Math.Clamp(octets.Length - offset, 0, buffer.Length);
        if (count > 0)
        {
            octets.Slice((int)offset, count).CopyTo(buffer);
        }

        return new ValueTask<int>(count);
    }
}

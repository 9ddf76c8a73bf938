using MailAdmin.Contracts;
using MailAdmin.Storage.Disk;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Content;

/// <summary>The octets of a large message.</summary>
internal sealed class FileContent(SafeFileHandle file, string path, long length, uint checksum, Func<ReadOnlyMemory<byte>>? readOutline) : MessageContent
{
    private RunningChecksum running = new(length, checksum);
    private ReadOnlyMemory<byte>? outline;

    public override long Length => length;

    public override ReadOnlyMemory<byte> Outline => outline ??= readOutline?.Invoke() ?? default(ReadOnlyMemory<byte>);

    public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Span<byte> target = buffer.Span[..(int)Math.Clamp(length - offset, 0, buffer.Length)];
        try
        {
            for (int total = 0; total < target.Length;)
            {
                int count = RandomAccess.Read(file, target[total..], offset + total);
                if (count == 0)
                {
                    throw ContentErrors.Damaged(path);
                }

                total += count;
            }
        }
        catch (IOException exception)
        {
            throw StorageErrors.Translate(exception, path);
        }

        return running.Add(offset, target) ? new ValueTask<int>(target.Length) : throw ContentErrors.Damaged(path);
    }

    protected override void Dispose(bool disposing)
    {
        file.Dispose();
        base.Dispose(disposing);
    }
}

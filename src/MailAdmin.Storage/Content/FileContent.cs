using MailAdmin.Storage.Disk;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Content;

/// <summary>The bytes of a large message.</summary>
internal sealed class FileContent(
    SafeFileHandle file, string path, long length, uint checksum, Func<ReadOnlyMemory<byte>>? readStructure)
    : StoredContent(path, length, checksum, readStructure)
{
    private readonly string path = path;

    protected override int Read(long offset, Span<byte> target)
    {
        try
        {
            return StorePlatform.ReadFully(file, target, offset);
        }
        catch (IOException exception)
        {
            throw StorageErrors.Translate(exception, path);
        }
    }

    protected override void Dispose(bool disposing)
    {
        file.Dispose();
        base.Dispose(disposing);
    }
}

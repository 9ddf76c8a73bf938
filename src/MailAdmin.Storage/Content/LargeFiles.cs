using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using MailAdmin.Contracts;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Mailboxes;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Content;

/// <summary>The files in mail/large. A reader keeps the octets of a file that is removed, on every platform.</summary>
internal sealed class LargeFiles(StoreLayout layout, ILogger logger)
{
    private const FileShare Sharing = FileShare.ReadWrite | FileShare.Delete;
    private readonly ConcurrentDictionary<ulong, bool> arriving = new();

    /// <summary>Makes a file under a random name.</summary>
    public (ulong Name, SafeFileHandle File) Create()
    {
        Span<byte> random = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(random);
        ulong name = Math.Max(1, BinaryPrimitives.ReadUInt64LittleEndian(random));
        arriving[name] = true;
        return (name, StorePlatform.OpenFile(layout.LargeFile(name), FileMode.CreateNew, FileAccess.ReadWrite, Sharing));
    }

    /// <summary>Opens a file to read it.</summary>
    /// <exception cref="MailException">StoreFailed: it is missing or cannot be read.</exception>
    public MessageContent Open(ulong name, long length, uint checksum, Func<ReadOnlyMemory<byte>>? outline = null)
    {
        string path = layout.LargeFile(name);
        try
        {
            return new FileContent(File.OpenHandle(path, FileMode.Open, FileAccess.Read, Sharing), path, length, checksum, outline);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Translate(exception, path);
        }
    }

    /// <summary>Removes a file that no message is in. It may fail; the next opening finds it again.</summary>
    public void Remove(ulong name)
    {
        try
        {
            File.Delete(layout.LargeFile(name));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            StorageLog.LargeFileNotRemoved(logger, exception, layout.LargeFile(name));
        }
    }

    /// <summary>The message has arrived, or never will.</summary>
    public void EndArrival(ulong name) => arriving.TryRemove(name, out _);

    /// <summary>The files that no message is in, and none is arriving in.</summary>
    public List<ulong> FindOrphans(BodyTable bodies)
    {
        // In this order: a file that is found, and whose message comes in meanwhile, is arriving or in the table.
        List<ulong> found = [.. FindAll().Where(name => !arriving.ContainsKey(name))];
        HashSet<ulong> known = [.. bodies.LargeFiles];
        return [.. found.Where(name => !known.Contains(name))];
    }

    /// <summary>The names of all files that are there.</summary>
    public IEnumerable<ulong> FindAll()
    {
        foreach (string path in System.IO.Directory.EnumerateFiles(layout.LargeFolder, "*.eml"))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            if (ulong.TryParse(name, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number))
            {
                yield return number;
            }
        }
    }
}

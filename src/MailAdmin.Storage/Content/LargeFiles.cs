using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using MailAdmin.Contracts;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Content;

/// <summary>The files in mail/large. Readers of a removed file can go on reading it, on every platform.</summary>
internal sealed class LargeFiles(StoreLayout layout, StoreOptions options, ILogger logger)
{
    private const FileShare Sharing = FileShare.ReadWrite | FileShare.Delete;
    private readonly ConcurrentDictionary<ulong, bool> arriving = new();
    private readonly Lock gate = new();
    private readonly HashSet<ulong> deferred = [];
    private int keepers;

    /// <summary>Creates a file with a random name.</summary>
    public (ulong Name, SafeFileHandle File) Create()
    {
        Span<byte> random = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(random);
        ulong name = Math.Max(1, BinaryPrimitives.ReadUInt64LittleEndian(random));
        arriving[name] = true;
        string path = layout.LargeFile(name);
        try
        {
            options.BeforeDiskStep?.Invoke(DiskStep.Open, path, 0);
            return (name, StorePlatform.OpenFile(path, FileMode.CreateNew, FileAccess.ReadWrite, Sharing));
        }
        catch
        {
            EndArrival(name);
            throw;
        }
    }

    /// <summary>Opens a file to read it.</summary>
    /// <exception cref="MailException">StoreFailed: it is missing or cannot be read.</exception>
    public MessageContent Open(ulong name, long length, uint checksum, Func<ReadOnlyMemory<byte>>? structure = null)
    {
        string path = layout.LargeFile(name);
        try
        {
            SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, Sharing);
            return new FileContent(file, path, length, checksum, structure);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Translate(exception, path);
        }
    }

    /// <summary>Keeps all files that are there from being removed, until what it returns is disposed.</summary>
    public IDisposable KeepAll()
    {
        lock (gate)
        {
            keepers++;
        }

        return new Keeping(this);
    }

    /// <summary>
    /// Removes a file that no message is in, at once or when it is not kept any more. When that fails, the next opening
    /// finds the file again.
    /// </summary>
    public void Remove(ulong name)
    {
        lock (gate)
        {
            if (keepers > 0)
            {
                deferred.Add(name);
                return;
            }
        }

        RemoveNow(name);
    }

    /// <summary>Ends the arrival of a message, whether it was stored or not.</summary>
    public void EndArrival(ulong name) => arriving.TryRemove(name, out _);

    /// <summary>The files that neither a stored nor an arriving message is in.</summary>
    public List<ulong> FindOrphans(BodyTable bodies)
    {
        // The order matters: a found file whose message is committed meanwhile is still arriving or is in the table.
        List<ulong> found = [.. FindAll().Where(name => !arriving.ContainsKey(name))];
        HashSet<ulong> known = [.. bodies.LargeFiles];
        lock (gate)
        {
            return [.. found.Where(name => !known.Contains(name) && !deferred.Contains(name))];
        }
    }

    private void RemoveNow(ulong name)
    {
        try
        {
            options.BeforeDiskStep?.Invoke(DiskStep.Remove, layout.LargeFile(name), 0);
            File.Delete(layout.LargeFile(name));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            StorageLog.LargeFileNotRemoved(logger, exception, layout.LargeFile(name));
        }
    }

    private void EndKeeping()
    {
        ulong[] released = [];
        lock (gate)
        {
            if (--keepers == 0)
            {
                released = [.. deferred];
                deferred.Clear();
            }
        }

        Array.ForEach(released, RemoveNow);
    }

    private IEnumerable<ulong> FindAll()
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

    private sealed class Keeping(LargeFiles files) : IDisposable
    {
        private int disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref disposed, 1) == 0)
            {
                files.EndKeeping();
            }
        }
    }
}

using System.Buffers;
using MailAdmin.Contracts;
using MailAdmin.Storage.Disk;
using MailAdmin.Storage.Log;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Content;

/// <summary>
/// A message while it arrives. A small one is in pooled memory. One that grows beyond the limit goes to a file in
/// mail/large. The file and its name are synced when the message is complete, before the record that names the file.
/// Unless that record is committed, disposing the spool removes the file.
/// </summary>
internal sealed class Spool(StoreLayout layout, StoreOptions options, LargeFiles files) : MessageSpool
{
    private const int FirstCapacity = 8 << 10;

    private byte[]? memory;
    private SafeFileHandle? file;
    private long length;
    private bool completed;
    private bool disposed;

    public override long Length => length;

    /// <summary>The name of its file; 0: the message is in memory.</summary>
    public ulong LargeFile { get; private set; }

    /// <summary>CRC-32C of what was written.</summary>
    public uint Checksum { get; private set; }

    /// <summary>Whether a committed message is in the file, so that the file stays.</summary>
    public bool Committed { get; set; }

    /// <summary>The message, if it is in memory.</summary>
    public ReadOnlyMemory<byte> Bytes => memory.AsMemory(0, file is null ? (int)length : 0);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (completed)
        {
            throw new InvalidOperationException("The message is complete.");
        }

        if (length + bytes.Length > uint.MaxValue)
        {
            throw MailException.Of(MailError.MessageTooLarge.As("Store"));
        }

        if (file is null && length + bytes.Length <= options.InlineBodySize)
        {
            WriteToMemory(bytes.Span);
        }
        else
        {
            WriteToFile(bytes.Span);
        }

        Checksum = Crc32C.Append(Checksum, bytes.Span);
        length += bytes.Length;
        return ValueTask.CompletedTask;
    }

    public override ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        completed = true;
        return file is null ? ValueTask.CompletedTask : new ValueTask(Task.Run(SyncFile, CancellationToken.None));
    }

    public override MessageContent OpenContent()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return file is null ? new MemoryContent(Bytes) : files.Open(LargeFile, length, Checksum);
    }

    protected override ValueTask DisposeCoreAsync()
    {
        if (disposed)
        {
            return ValueTask.CompletedTask;
        }

        disposed = true;
        if (memory is not null)
        {
            ArrayPool<byte>.Shared.Return(memory);
            memory = null;
        }

        if (file is not null)
        {
            file.Dispose();
            if (!Committed)
            {
                files.Remove(LargeFile);
            }

            files.EndArrival(LargeFile);
        }

        return ValueTask.CompletedTask;
    }

    private void WriteToMemory(ReadOnlySpan<byte> bytes)
    {
        int needed = (int)length + bytes.Length;
        if (memory is null || memory.Length < needed)
        {
            byte[] larger =
                ArrayPool<byte>.Shared.Rent(Math.Max(needed, memory is null ? FirstCapacity : memory.Length * 2));
            memory?.AsSpan(0, (int)length).CopyTo(larger);
            if (memory is not null)
            {
                ArrayPool<byte>.Shared.Return(memory);
            }

            memory = larger;
        }

        bytes.CopyTo(memory.AsSpan((int)length));
    }

    private void WriteToFile(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (file is null)
            {
                (LargeFile, file) = files.Create();
                RandomAccess.Write(file, memory.AsSpan(0, (int)length), 0);
            }

            options.BeforeDiskStep?.Invoke(DiskStep.Write, layout.LargeFile(LargeFile), length + bytes.Length);
            RandomAccess.Write(file, bytes, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Translate(exception, layout.LargeFolder);
        }
    }

    private void SyncFile()
    {
        try
        {
            options.BeforeDiskStep?.Invoke(DiskStep.Sync, layout.LargeFile(LargeFile), length);
            StorePlatform.Sync(file!);
            options.BeforeDiskStep?.Invoke(DiskStep.SyncFolder, layout.LargeFolder, 0);
            StorePlatform.SyncFolder(layout.LargeFolder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Translate(exception, layout.LargeFolder);
        }
    }
}

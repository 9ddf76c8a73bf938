using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Disk;

/// <summary>
/// The lock of a store's owner. It ends with the process that has it, however that process ends.
/// </summary>
/// <remarks>
/// Three things exclude a second owner. store.lock is open exclusively; on Windows nobody can remove it meanwhile. On
/// Unix, where a lock file that somebody removes excludes nobody, the folder of the store is locked too (flock), which
/// lasts as long as the folder; the lock file then has a random name of the owner in it, by which the owner finds that
/// another folder has taken the place of its own. Where a file system has no such locks, or does not have them for
/// folders (NFS), there is a lease as well (<see cref="StoreLease"/>). Once a second, and before a commit when the last
/// time is longer ago, the owner makes sure that the store is still its own; when it is not, it changes nothing any
/// more.
/// </remarks>
internal sealed class StoreLock : IDisposable
{
    // 32 hexadecimal digits and the number of the process.
    private const int NameLength = 44;
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StoreLayout layout;
    private readonly SafeFileHandle? folder;
    private readonly StoreLease? lease;
    private readonly TimeProvider timeProvider;
    private readonly ILogger logger;
    private readonly PeriodicTimer timer;
    private readonly byte[] owner = Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Guid.NewGuid():N} {Environment.ProcessId,10}\n"));

    private SafeFileHandle? file;
    private bool isNamed;
    private bool isUnknown;
    private long lastCheck;
    private bool disposed;

    private StoreLock(
        StoreLayout layout,
        SafeFileHandle file,
        SafeFileHandle? folder,
        StoreLease? lease,
        TimeProvider timeProvider,
        ILogger logger)
    {
        this.layout = layout;
        this.file = file;
        this.folder = folder;
        this.lease = lease;
        this.timeProvider = timeProvider;
        this.logger = logger;
        lastCheck = timeProvider.GetTimestamp();
        if (folder is not null)
        {
            WriteName();
        }

        timer = new PeriodicTimer(CheckInterval, timeProvider);
        _ = CheckRegularlyAsync();
    }

    /// <summary>Completes when the store was taken over, moved or removed; it is not this process's any more.</summary>
    public Task WhenLost => lost.Task;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="MailException">StoreLocked, StoreReadOnly, StoreAccessDenied.</exception>
    public static async Task<StoreLock> TakeAsync(
        StoreLayout layout,
        StoreOptions options,
        TimeProvider timeProvider,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        // The folder first, so that a second owner does not make a lock file that has been removed.
        SafeFileHandle? folder = options.HasFileLocks ? LockFiles.LockFolder(layout.Root) : null;
        SafeFileHandle? file = null;
        try
        {
            file = LockFiles.Open(layout, options);
            StoreLease? lease = folder is null && (!OperatingSystem.IsWindows() || !options.HasFileLocks)
                ? await StoreLease.TakeAsync(layout, timeProvider, cancellationToken)
                : null;
            return new StoreLock(layout, file, folder, lease, timeProvider, logger);
        }
        catch
        {
            file?.Dispose();
            Release(folder);
            throw;
        }
    }

    /// <summary>
    /// Makes sure that the store is still this process's, at the cost of a comparison unless a process that was stopped
    /// has just gone on.
    /// </summary>
    /// <exception cref="MailException">StoreLocked.</exception>
    public void RequireHeld()
    {
        if (timeProvider.GetElapsedTime(Volatile.Read(ref lastCheck)) > 2 * CheckInterval)
        {
            Check();
        }

        if (lost.Task.IsCompleted)
        {
            throw MailException.Of(MailError.StoreLocked.As("Lost"), layout.Root);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
            timer.Dispose();
            if (!lost.Task.IsCompleted)
            {
                lease?.Release();
            }

            file?.Dispose();
            Release(folder);
        }
    }

    private static void Release(SafeFileHandle? folder)
    {
        if (folder is not null)
        {
            StorePlatform.ReleaseFolder(folder);
        }
    }

    // Ends when the timer is disposed.
    private async Task CheckRegularlyAsync()
    {
        while (await timer.WaitForNextTickAsync())
        {
            Check();
        }
    }

    private void Check()
    {
        lock (gate)
        {
            if (disposed || lost.Task.IsCompleted)
            {
                return;
            }

            try
            {
                if (!IsHeld())
                {
                    StorageLog.OwnershipLost(logger, layout.Root);
                    lost.TrySetResult();
                }

                isUnknown = false;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Nothing says that the store is another's. The next check tries again; the log is told once.
                if (!isUnknown)
                {
                    StorageLog.OwnershipUnknown(logger, exception, layout.Root);
                }

                isUnknown = true;
            }

            Volatile.Write(ref lastCheck, timeProvider.GetTimestamp());
        }
    }

    private bool IsHeld()
    {
        if (folder is null)
        {
            return lease is null || lease.TryRenew();
        }

        // A folder at this path that nobody has locked is another one.
        FolderLock found = StorePlatform.TryLockFolder(layout.Root, out SafeFileHandle? other);
        Release(other);
        if (found is FolderLock.Locked or FolderLock.Missing)
        {
            return false;
        }

        if (File.Exists(layout.LockFile))
        {
            // A file without a name is that of an owner whose disk is full, or of one that is just writing it.
            byte[]? name = StorePlatform.TryReadLocked(layout.LockFile, NameLength);
            return name is not { Length: NameLength } || !isNamed || name.AsSpan().SequenceEqual(owner);
        }

        file?.Dispose();
        file = null;
        file = StorePlatform.OpenFile(layout.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        WriteName();
        StorageLog.LockFileRestored(logger, layout.LockFile);
        return true;
    }

    // With a full disk the store is opened all the same, only without this.
    private void WriteName()
    {
        isNamed = false;
        try
        {
            RandomAccess.Write(file!, owner, 0);
            RandomAccess.SetLength(file!, owner.Length);
            isNamed = true;
        }
        catch (IOException exception)
        {
            StorageLog.OwnershipUnknown(logger, exception, layout.Root);
        }
    }
}

using System.Globalization;
using System.Text;

namespace MailAdmin.Storage.Disk;

/// <summary>
/// A file that says who owns a store, for file systems without locks: a random name of the owner and a number that it
/// raises once a second. A lease that stands still is that of an owner that is dead.
/// </summary>
/// <remarks>
/// Whether it stands still is observed, not computed from times of day, so that a clock that is set excludes nobody and
/// lets nobody in. A process that was stopped for some seconds may find that it has lost the lease when it goes on.
/// </remarks>
internal sealed class StoreLease
{
    private const int LooksAtDead = 8;

    // Longer than an owner takes to find that another has taken its lease.
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private readonly string path;
    private readonly string owner = Guid.NewGuid().ToString("N");
    private long beat;

    private StoreLease(string path)
    {
        this.path = path;
    }

    /// <summary>Takes the lease, at once when there is none, else when it has stood still.</summary>
    /// <exception cref="MailException">StoreLocked: its owner is alive.</exception>
    public static async Task<StoreLease> TakeAsync(
        StoreLayout layout, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        StoreLease lease = new(layout.LeaseFile);
        if (lease.TryCreate())
        {
            return lease;
        }

        string? first = lease.Read();
        for (int look = 0; look < LooksAtDead; look++)
        {
            await Task.Delay(LookInterval, timeProvider, cancellationToken);
            if (lease.Read() != first)
            {
                throw MailException.Of(MailError.StoreLocked, layout.Root);
            }
        }

        lease.Write();
        await Task.Delay(SettleTime, timeProvider, cancellationToken);
        return lease.IsOwn(lease.Read()) ? lease : throw MailException.Of(MailError.StoreLocked, layout.Root);
    }

    /// <summary>Raises the number. Returns false when another has taken the lease.</summary>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public bool TryRenew()
    {
        string? found = Read();
        if (found is null ? TryCreate() : IsOwn(found))
        {
            Write();
            return true;
        }

        return false;
    }

    /// <summary>Ends the lease, so that the next owner need not wait.</summary>
    public void Release()
    {
        try
        {
            if (IsOwn(Read()))
            {
                File.Delete(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next owner finds that it stands still.
        }
    }

    private bool IsOwn(string? content) => content?.StartsWith(owner, StringComparison.Ordinal) == true;

    private bool TryCreate()
    {
        try
        {
            StorePlatform.OpenFile(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }

        Write();
        return true;
    }

    private string? Read()
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    // In place and of one length: a reader finds the old content or the new one.
    private void Write()
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{owner} {++beat:D20}\n");
        using var file = StorePlatform.OpenFile(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(file, Encoding.ASCII.GetBytes(line), 0);
    }
}

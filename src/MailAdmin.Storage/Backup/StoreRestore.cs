using System.Globalization;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Backup;

/// <summary>
/// Makes a store of a backup. The files are copied into a folder beside the new store, each compared with the manifest,
/// and the folder is renamed when all of it is there and durable: a store is never half restored.
/// </summary>
internal sealed class StoreRestore(string backup, BackupManifest manifest, Action<long, long> report)
{
    private long done;

    /// <summary>Copies and verifies all files into a folder, which is created.</summary>
    /// <exception cref="MailException">BackupDamaged (the file is named), DiskFull, StoreFailed.</exception>
    public void CopyTo(string folder, CancellationToken cancellationToken)
    {
        HashSet<string> folders = [];
        StoreLayout layout = new(folder);
        foreach (string needed in (string[])[layout.Root, layout.MailFolder, layout.LargeFolder])
        {
            StorePlatform.CreateFolder(needed);
            folders.Add(needed);
        }

        foreach (BackupFile file in manifest.Files)
        {
            string source = FileNames.In(backup, file.Name);
            string target = FileNames.In(folder, file.Name);
            string parent = Path.GetDirectoryName(target)!;
            StorePlatform.CreateFolder(parent);
            folders.Add(parent);
            Copy(source, target, file, cancellationToken);
        }

        foreach (string written in folders)
        {
            StorePlatform.SyncFolder(written);
        }
    }

    /// <summary>Restores the store into a folder that does not exist or is empty.</summary>
    /// <param name="path">The folder of the new store.</param>
    /// <param name="force">Moves what is there aside instead of refusing.</param>
    /// <param name="cancellationToken">Cancels; the folder stays as it was.</param>
    /// <returns>The folder that what was there is in now; null: nothing was there.</returns>
    /// <exception cref="MailException">
    /// StoreExists, StoreInvalid, StoreLocked (it is in use, or is being restored now), BackupDamaged, DiskFull.
    /// </exception>
    public async Task<string?> RestoreAsync(string path, bool force, CancellationToken cancellationToken)
    {
        StoreLayout layout = new(path);
        RequireFree(layout, force);
        await RequireUnusedAsync(layout, cancellationToken);
        string staging = layout.Root + ".restoring";
        StorePlatform.CreateFolder(staging);
        using (SafeFileHandle locked = LockFiles.Open(new StoreLayout(staging), new StoreOptions()))
        {
            RemoveContent(staging);
            try
            {
                CopyTo(staging, cancellationToken);
            }
            catch
            {
                RemoveContent(staging);
                throw;
            }
        }

        RequireFree(layout, force);
        await RequireUnusedAsync(layout, cancellationToken);
        string? former = MoveAside(layout);
        System.IO.Directory.Move(staging, layout.Root);
        StorePlatform.SyncFolder(Path.GetDirectoryName(layout.Root)!);
        return former;
    }

    private void Copy(string source, string target, BackupFile file, CancellationToken cancellationToken)
    {
        if (!File.Exists(source))
        {
            throw MailException.Of(MailError.BackupDamaged, source);
        }

        long size = manifest.Size;
        (long length, string hash) = FileCopy.Copy(
            source, target, file.Length, count => report(done += count, size), cancellationToken);
        if (length != file.Length || hash != file.Sha256 || new FileInfo(source).Length != file.Length)
        {
            throw MailException.Of(MailError.BackupDamaged, source);
        }
    }

    private static void RequireFree(StoreLayout layout, bool force)
    {
        if (File.Exists(layout.Root))
        {
            throw MailException.Of(MailError.StoreInvalid.As("File"), layout.Root);
        }

        if (!force && IsTaken(layout))
        {
            throw MailException.Of(
                File.Exists(layout.IdentityFile) ? MailError.StoreExists : MailError.StoreInvalid, layout.Root);
        }
    }

    private static bool IsTaken(StoreLayout layout) => System.IO.Directory.Exists(layout.Root)
        && System.IO.Directory.EnumerateFileSystemEntries(layout.Root).Any();

    private static string? MoveAside(StoreLayout layout)
    {
        if (!IsTaken(layout))
        {
            if (System.IO.Directory.Exists(layout.Root))
            {
                System.IO.Directory.Delete(layout.Root);
            }

            return null;
        }

        for (int number = 1; ; number++)
        {
            string former = layout.Root + ".former-" + number.ToString(CultureInfo.InvariantCulture);
            if (!Path.Exists(former))
            {
                System.IO.Directory.Move(layout.Root, former);
                StorePlatform.SyncFolder(Path.GetDirectoryName(layout.Root)!);
                return former;
            }
        }
    }

    // A store that another process owns must not be moved from under it.
    private static async Task RequireUnusedAsync(StoreLayout layout, CancellationToken cancellationToken)
    {
        if (File.Exists(layout.IdentityFile))
        {
            StoreLock taken = await StoreLock.TakeAsync(
                layout, new StoreOptions(), TimeProvider.System, NullLogger.Instance, cancellationToken);
            taken.Dispose();
        }
    }

    private static void RemoveContent(string folder)
    {
        foreach (string entry in System.IO.Directory.EnumerateFileSystemEntries(folder))
        {
            if (System.IO.Directory.Exists(entry))
            {
                System.IO.Directory.Delete(entry, recursive: true);
            }
            else if (entry != new StoreLayout(folder).LockFile)
            {
                File.Delete(entry);
            }
        }
    }
}

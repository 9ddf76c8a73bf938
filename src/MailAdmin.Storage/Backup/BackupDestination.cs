using System.Globalization;
using MailAdmin.Storage.Disk;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Backup;

/// <summary>
/// A folder of backups, each in a folder of its own: backup-00000001 is complete, backup-00000001.partial is not. One
/// backup at a time writes here.
/// </summary>
internal sealed class BackupDestination : IDisposable
{
    private const string Prefix = "backup-";
    private const string Partial = ".partial";
    private readonly string root;
    private readonly SafeFileHandle locked;

    private BackupDestination(string root, SafeFileHandle locked)
    {
        this.root = root;
        this.locked = locked;
    }

    /// <summary>Locks a destination, creates it if needed, and removes what interrupted backups left.</summary>
    /// <exception cref="MailException">BackupRunning.</exception>
    public static BackupDestination Open(string path)
    {
        string root = Path.GetFullPath(path);
        StorePlatform.CreateFolder(root);
        string lockFile = Path.Combine(root, "backup.lock");
        SafeFileHandle locked;
        try
        {
            locked = StorePlatform.OpenFile(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (StorageErrors.IsLocked(exception, lockFile))
        {
            throw MailException.Of(MailError.BackupRunning, exception, root);
        }

        BackupDestination destination = new(root, locked);
        try
        {
            destination.RemovePartial();
            return destination;
        }
        catch
        {
            destination.Dispose();
            throw;
        }
    }

    /// <summary>The newest complete backup in a folder of backups; null: there is none.</summary>
    public static string? FindNewest(string path) =>
        System.IO.Directory.Exists(path) ? Folders(path).Select(found => found.Folder).LastOrDefault() : null;

    /// <summary>
    /// The complete backups of a store, the oldest first; those whose manifest is damaged are left out.
    /// </summary>
    public IReadOnlyList<(string Folder, BackupManifest Manifest)> FindComplete(string store)
    {
        List<(string Folder, BackupManifest Manifest)> complete = [];
        foreach ((int _, string folder) in Folders(root))
        {
            if (TryRead(folder) is { } manifest && manifest.Store == store)
            {
                complete.Add((folder, manifest));
            }
        }

        return complete;
    }

    /// <summary>Creates the folder of the next backup, which is not complete yet.</summary>
    public (int Number, string Folder) Begin()
    {
        int number = Folders(root).Select(found => found.Number).LastOrDefault() + 1;
        string folder = FolderOf(number) + Partial;
        StorePlatform.CreateFolder(folder);
        return (number, folder);
    }

    /// <summary>Makes a backup complete. Returns its folder.</summary>
    public string Complete(int number)
    {
        string folder = FolderOf(number);
        System.IO.Directory.Move(folder + Partial, folder);
        StorePlatform.SyncFolder(root);
        return folder;
    }

    /// <summary>Removes a complete backup; if that is interrupted, the rest counts as incomplete.</summary>
    public void Remove(string folder)
    {
        string partial = folder + Partial;
        System.IO.Directory.Move(folder, partial);
        StorePlatform.SyncFolder(root);
        System.IO.Directory.Delete(partial, recursive: true);
    }

    /// <summary>Removes the backups that are not complete.</summary>
    public void RemovePartial()
    {
        foreach (string folder in System.IO.Directory.EnumerateDirectories(root, Prefix + "*" + Partial))
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    public void Dispose() => locked.Dispose();

    private static BackupManifest? TryRead(string folder)
    {
        try
        {
            return BackupManifest.Read(folder);
        }
        catch (MailException)
        {
            // Nothing can be taken from it, and it is not removed either: part of it may still be of use.
            return null;
        }
    }

    private static List<(int Number, string Folder)> Folders(string root)
    {
        List<(int Number, string Folder)> folders = [];
        foreach (string folder in System.IO.Directory.EnumerateDirectories(root, Prefix + "*"))
        {
            ReadOnlySpan<char> digits = Path.GetFileName(folder.AsSpan())[Prefix.Length..];
            if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                folders.Add((number, folder));
            }
        }

        folders.Sort((one, other) => one.Number.CompareTo(other.Number));
        return folders;
    }

    private string FolderOf(int number) =>
        Path.Combine(root, Prefix + number.ToString("D8", CultureInfo.InvariantCulture));
}

using MailAdmin.Storage.Disk;

namespace MailAdmin.Storage.Backup;

/// <summary>A file of a store that goes into a backup.</summary>
/// <param name="Name">Its path in the store, with '/' between folders.</param>
/// <param name="Path">The file.</param>
/// <param name="Length">The bytes that belong to the backup; more may follow them.</param>
/// <param name="NeverChanges">Whether a file of this name and length is the same in every backup.</param>
internal sealed record BackupSource(string Name, string Path, long Length, bool NeverChanges);

/// <summary>
/// Writes the files of one backup. A file that the backup before has too is linked to it where the volume allows; the
/// files of the store itself are always copied, so that damage to them stays out of the backups.
/// </summary>
internal sealed class BackupWriter
{
    private readonly string folder;
    private readonly string? formerFolder;
    private readonly bool verify;
    private readonly Action<int> advance;
    private readonly CancellationToken cancellationToken;
    private readonly Dictionary<string, BackupFile> former;
    private readonly HashSet<string> folders = [];
    private readonly List<BackupFile> files = [];
    private readonly List<string> damaged = [];

    /// <param name="folder">The folder of the new backup.</param>
    /// <param name="before">The backup before; null: there is none.</param>
    /// <param name="verify">Whether every file is read again, those of the backup before too.</param>
    /// <param name="advance">Receives the bytes that were read, piece by piece.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public BackupWriter(
        string folder,
        (string Folder, BackupManifest Manifest)? before,
        bool verify,
        Action<int> advance,
        CancellationToken cancellationToken)
    {
        this.folder = folder;
        this.verify = verify;
        this.advance = advance;
        this.cancellationToken = cancellationToken;
        formerFolder = before?.Folder;
        former = before?.Manifest.Files.ToDictionary(file => file.Name, StringComparer.Ordinal) ?? [];
    }

    /// <summary>The files that were written.</summary>
    public IReadOnlyList<BackupFile> Files => files;

    /// <summary>The files of the backup before that are not what was written; they were copied again.</summary>
    public IReadOnlyList<string> Damaged => damaged;

    /// <summary>The bytes that were copied from the store.</summary>
    public long NewSize { get; private set; }

    /// <summary>Writes a file; one that is gone by now is left out.</summary>
    public void Add(BackupSource source)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string target = FileNames.In(folder, source.Name);
        string parent = Path.GetDirectoryName(target)!;
        StorePlatform.CreateFolder(parent);
        folders.Add(parent);
        try
        {
            if (TryLink(source, target))
            {
                return;
            }

            (long length, string hash) = FileCopy.Copy(
                source.Path, target, source.Length, advance, cancellationToken);
            NewSize += length;
            files.Add(new BackupFile(source.Name, length, hash));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // Removed meanwhile, or lost by the store, which Test-MailStore reports there and in what is restored.
            File.Delete(target);
        }
    }

    /// <summary>Makes the names of all files durable, and reads the new files again when that was asked for.</summary>
    /// <exception cref="MailException">BackupDamaged: the disk does not return what was written.</exception>
    public void Finish()
    {
        foreach (string written in folders)
        {
            StorePlatform.SyncFolder(written);
        }

        foreach (BackupFile file in verify ? files : [])
        {
            string path = FileNames.In(folder, file.Name);
            if (!IsSame(path, file))
            {
                throw MailException.Of(MailError.BackupDamaged, path);
            }
        }
    }

    private bool TryLink(BackupSource source, string target)
    {
        if (formerFolder is null
            || former.GetValueOrDefault(source.Name) is not { } file
            || file.Length != source.Length)
        {
            return false;
        }

        string existing = FileNames.In(formerFolder, source.Name);
        if (!IsLength(existing, file.Length) || (verify && !IsSame(existing, file)))
        {
            damaged.Add(existing);
            return false;
        }

        if ((!source.NeverChanges && !IsSame(source.Path, file)) || !HardLink.TryCreate(existing, target))
        {
            return false;
        }

        if (source.NeverChanges)
        {
            Advance(file.Length);
        }

        files.Add(file);
        return true;
    }

    private void Advance(long length)
    {
        for (; length > 0; length -= int.MaxValue)
        {
            advance((int)Math.Min(length, int.MaxValue));
        }
    }

    private bool IsSame(string path, BackupFile file) =>
        FileCopy.Hash(path, _ => { }, cancellationToken) == (file.Length, file.Sha256);

    private static bool IsLength(string path, long length)
    {
        FileInfo file = new(path);
        return file.Exists && file.Length == length;
    }
}

using System.IO.Compression;

namespace MailAdmin.Server.Transfer.Files;

/// <summary>
/// Writes the folders of an account to one archive of EML files. New messages go with the old ones to a new archive,
/// which takes the place of the old one when it is complete.
/// </summary>
internal sealed class ZipWriter(string path) : IDisposable
{
    private readonly string path = path;
    private readonly Dictionary<string, FileState> states = ReadStates(path);
    private readonly List<(string Entry, FileState State)> written = [];
    private ZipArchive? archive;

    public string Path => path;

    private string PartPath => path + ".part";

    /// <summary>Begins with a folder.</summary>
    public FolderWriter Open(string folder) => new Folder(this, string.Join('/', FolderPath.LevelsOf(folder)));

    /// <summary>The account is complete.</summary>
    public void Commit()
    {
        if (archive is null)
        {
            return;
        }

        foreach ((string entry, FileState state) in written)
        {
            using StreamWriter writer = new(archive.CreateEntry(entry).Open());
            foreach (FileStateEntry message in state.Entries)
            {
                writer.Write(FileState.Format(message));
            }
        }

        archive.Dispose();
        archive = null;
        File.Move(PartPath, path, overwrite: true);
    }

    public void Dispose()
    {
        if (archive is not null)
        {
            archive.Dispose();
            archive = null;
            File.Delete(PartPath);
        }
    }

    private static Dictionary<string, FileState> ReadStates(string path)
    {
        Dictionary<string, FileState> found = [];
        if (File.Exists(path))
        {
            using ZipArchive old = ZipFile.OpenRead(path);
            foreach (ZipArchiveEntry entry in old.Entries.Where(entry => entry.Name == FileState.FileName))
            {
                using StreamReader reader = new(entry.Open());
                found[entry.FullName] = FileState.Read(reader);
            }
        }

        return found;
    }

    private ZipArchive Require()
    {
        if (archive is not null)
        {
            return archive;
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        archive = new ZipArchive(
            new FileStream(PartPath, FileMode.Create, FileAccess.Write), ZipArchiveMode.Create, leaveOpen: false);
        if (File.Exists(path))
        {
            using ZipArchive old = ZipFile.OpenRead(path);
            foreach (ZipArchiveEntry entry in old.Entries.Where(entry => !IsWritten(entry.FullName)))
            {
                ZipArchiveEntry copy = archive.CreateEntry(entry.FullName);
                copy.LastWriteTime = entry.LastWriteTime;
                using Stream source = entry.Open();
                using Stream target = copy.Open();
                source.CopyTo(target);
            }
        }

        // The states of folders that are not exported now stay as they are.
        foreach ((string entry, FileState state) in states.Where(known => !IsPending(known.Key)))
        {
            written.Add((entry, state));
        }

        return archive;
    }

    private bool IsPending(string entry) => written.Any(known => known.Entry == entry);

    // States are written at the end, with what is new.
    private static bool IsWritten(string entry) =>
        entry.EndsWith("/" + FileState.FileName, StringComparison.Ordinal);

    private sealed class Folder : FolderWriter
    {
        private readonly ZipWriter owner;
        private readonly string folder;
        private readonly FileState state;
        private FileStream? spool;

        public Folder(ZipWriter owner, string folder)
        {
            this.owner = owner;
            this.folder = folder;
            string entry = folder + "/" + FileState.FileName;
            state = owner.states.GetValueOrDefault(entry) ?? new FileState();
            if (!owner.IsPending(entry))
            {
                owner.written.Add((entry, state));
            }
        }

        public override string Path => owner.path;

        public override bool Has(MailContent message) => state.Has(message.UidValidity, message.Uid);

        // An entry cannot be taken back, so a message is complete before it becomes one.
        public override Stream Begin(MailContent message) => spool = TemporaryFile.Create();

        public override void Complete(MailContent message)
        {
            string name = EmlWriter.NameOf(message);
            ZipArchiveEntry entry = owner.Require().CreateEntry(folder + "/" + name);
            entry.LastWriteTime = new DateTimeOffset(message.Date.ToUniversalTime());
            using (Stream target = entry.Open())
            {
                spool!.Position = 0;
                spool.CopyTo(target);
            }

            Abandon();
            state.Add(EmlWriter.EntryOf(message, name));
        }

        public override void Abandon()
        {
            spool?.Dispose();
            spool = null;
        }

        public override void Commit()
        {
        }

        protected override void Dispose(bool disposing) => Abandon();
    }
}

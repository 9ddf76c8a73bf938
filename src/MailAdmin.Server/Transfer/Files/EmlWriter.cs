using System.Globalization;

namespace MailAdmin.Server.Transfer.Files;

/// <summary>Writes each message to a file of its own, byte for byte, with the date at which it arrived.</summary>
internal sealed class EmlWriter : FolderWriter
{
    private readonly FileState state;
    private readonly Lazy<StreamWriter> stateFile;
    private FileStream? file;

    public EmlWriter(string folder)
    {
        Path = folder;
        string path = System.IO.Path.Combine(folder, FileState.FileName);
        state = FileState.Load(path);
        stateFile = new Lazy<StreamWriter>(() => OpenState(path));
    }

    /// <inheritdoc/>
    public override string Path { get; }

    /// <summary>
    /// The name of a message: its date, so that files sort by it, and its number, so that it is unique.
    /// </summary>
    public static string NameOf(MailContent message) => string.Create(
        CultureInfo.InvariantCulture,
        $"{message.Date.ToUniversalTime():yyyyMMdd-HHmmss}-{message.UidValidity}-{message.Uid}.eml");

    public static FileStateEntry EntryOf(MailContent message, string? name) => new()
    {
        UidValidity = message.UidValidity,
        Uid = message.Uid,
        File = name,
        Date = new DateTimeOffset(message.Date.ToUniversalTime()),
        Flags = message.Flags.Count == 0 ? null : message.Flags,
    };

    /// <inheritdoc/>
    public override bool Has(MailContent message) => state.Has(message.UidValidity, message.Uid);

    /// <inheritdoc/>
    public override Stream Begin(MailContent message)
    {
        Directory.CreateDirectory(Path);
        return file = new FileStream(
            System.IO.Path.Combine(Path, NameOf(message) + ".part"), FileMode.Create, FileAccess.Write);
    }

    /// <inheritdoc/>
    public override void Complete(MailContent message)
    {
        string part = file!.Name;
        file.Dispose();
        file = null;
        File.SetLastWriteTimeUtc(part, message.Date.ToUniversalTime());
        string name = NameOf(message);
        File.Move(part, System.IO.Path.Combine(Path, name), overwrite: true);
        stateFile.Value.Write(FileState.Format(EntryOf(message, name)));
    }

    /// <inheritdoc/>
    public override void Abandon()
    {
        if (file is not null)
        {
            file.Dispose();
            File.Delete(file.Name);
            file = null;
        }
    }

    /// <summary>A folder without messages is a folder, too.</summary>
    public override void Commit()
    {
        Directory.CreateDirectory(Path);
        stateFile.Value.Flush();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Abandon();
        if (stateFile.IsValueCreated)
        {
            stateFile.Value.Dispose();
        }
    }

    // A line that a killed run left behind is ended, so that it spoils no other.
    private static StreamWriter OpenState(string path)
    {
        StreamWriter writer = new(path, append: true) { AutoFlush = true };
        if (writer.BaseStream.Position > 0)
        {
            writer.Write('\n');
        }

        return writer;
    }
}

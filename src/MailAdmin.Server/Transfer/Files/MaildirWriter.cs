using System.Globalization;

namespace MailAdmin.Server.Transfer.Files;

/// <summary>
/// Writes a folder of a Maildir++: messages are written in tmp and moved to cur with their flags in the name; keywords
/// are letters that dovecot-keywords explains, the first 26 of a folder.
/// </summary>
internal sealed class MaildirWriter : FolderWriter
{
    private readonly MaildirKeywords keywords;
    private readonly FileState state;
    private readonly string stateFile;
    private FileStream? file;

    public MaildirWriter(string root, string folder)
    {
        Path = MaildirNames.FolderPath(root, folder);
        stateFile = System.IO.Path.Combine(Path, FileState.FileName);
        state = FileState.Load(stateFile);
        keywords = MaildirKeywords.Load(Path);
        IsSubfolder = Path != root;
    }

    /// <inheritdoc/>
    public override string Path { get; }

    private bool IsSubfolder { get; }

    /// <inheritdoc/>
    public override bool Has(MailContent message) => state.Has(message.UidValidity, message.Uid);

    /// <inheritdoc/>
    public override Stream Begin(MailContent message)
    {
        Prepare();
        return file = new FileStream(
            System.IO.Path.Combine(Path, "tmp", BaseNameOf(message)), FileMode.Create, FileAccess.Write);
    }

    /// <inheritdoc/>
    public override void Complete(MailContent message)
    {
        string written = file!.Name;
        long size = file.Length;
        file.Dispose();
        file = null;
        File.SetLastWriteTimeUtc(written, message.Date.ToUniversalTime());

        // The letters must be explained before a message uses them.
        string flags = MaildirNames.FlagsOf(message.Flags, keywords);
        keywords.Save();
        string name = string.Create(
            CultureInfo.InvariantCulture, $"{BaseNameOf(message)},S={size}{MaildirNames.Separator}2,{flags}");
        File.Move(written, System.IO.Path.Combine(Path, "cur", name), overwrite: true);
        File.AppendAllText(stateFile, "\n" + FileState.Format(EmlWriter.EntryOf(message, BaseNameOf(message))));
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
    public override void Commit() => Prepare();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => Abandon();

    private static string BaseNameOf(MailContent message)
    {
        long seconds = new DateTimeOffset(message.Date.ToUniversalTime()).ToUnixTimeSeconds();
        return string.Create(
            CultureInfo.InvariantCulture, $"{seconds}.V{message.UidValidity}U{message.Uid}.mailadmin");
    }

    private void Prepare()
    {
        foreach (string name in (string[])["tmp", "new", "cur"])
        {
            Directory.CreateDirectory(System.IO.Path.Combine(Path, name));
        }

        // Tells Maildir++ deliverers that the folder is below another.
        string mark = System.IO.Path.Combine(Path, "maildirfolder");
        if (IsSubfolder && !File.Exists(mark))
        {
            File.WriteAllBytes(mark, []);
        }
    }
}

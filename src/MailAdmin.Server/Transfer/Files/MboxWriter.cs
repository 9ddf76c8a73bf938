using System.Globalization;
using System.Text;

namespace MailAdmin.Server.Transfer.Files;

/// <summary>
/// Writes a folder to a file in the variant mboxrd: date in the From_ line (in UTC, RFC 4155), flags in Status,
/// X-Status and X-Keywords at the end of each header. Messages are added to a copy, which takes the place of the file
/// when all are there. A message without an end of line at its end gets one; nothing else of it changes.
/// </summary>
internal sealed class MboxWriter : FolderWriter
{
    private readonly string stateFile;
    private readonly FileState state;
    private readonly List<FileStateEntry> added = [];
    private FileStream? file;
    private long messageStart;
    private MboxQuoting? message;

    public MboxWriter(string path)
    {
        Path = path;
        stateFile = path + "." + FileState.FileName;

        // What a killed run has noted but not written is not there.
        long length = File.Exists(path) ? new FileInfo(path).Length : 0;
        state = FileState.Load(stateFile, entry => entry.End > 0 && entry.End <= length);
    }

    /// <inheritdoc/>
    public override string Path { get; }

    private string PartPath => Path + ".part";

    /// <inheritdoc/>
    public override bool Has(MailContent message) => state.Has(message.UidValidity, message.Uid);

    /// <inheritdoc/>
    public override Stream Begin(MailContent message)
    {
        file ??= OpenPart();
        messageStart = file.Position;
        file.Write(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"From MAILER-DAEMON {message.Date.ToUniversalTime():ddd MMM dd HH:mm:ss yyyy}\r\n")));
        return this.message = new MboxQuoting(file, StatusOf(message.Flags));
    }

    /// <inheritdoc/>
    public override void Complete(MailContent message)
    {
        this.message!.Complete();
        this.message = null;
        file!.Write("\r\n"u8);
        added.Add(EmlWriter.EntryOf(message, name: null) with { End = file.Position, Flags = null });
    }

    /// <inheritdoc/>
    public override void Abandon()
    {
        if (message is not null)
        {
            message = null;
            file!.SetLength(messageStart);
            file.Position = messageStart;
        }
    }

    /// <inheritdoc/>
    public override void Commit()
    {
        if (file is null && File.Exists(Path))
        {
            return;
        }

        file ??= OpenPart();
        file.Dispose();
        file = null;

        // The state first: what it has and the file does not is known by its place, the opposite could not be.
        File.WriteAllLines(
            stateFile + ".part", state.Entries.Concat(added).Select(entry => FileState.Format(entry).TrimEnd()));
        File.Move(stateFile + ".part", stateFile, overwrite: true);
        File.Move(PartPath, Path, overwrite: true);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (file is not null)
        {
            file.Dispose();
            File.Delete(PartPath);
            file = null;
        }
    }

    private static byte[] StatusOf(IReadOnlyList<string> flags)
    {
        StringBuilder text = new(flags.Contains("\\Seen") ? "Status: RO\r\n" : "Status: O\r\n");
        string letters = string.Concat(
            MboxStatus.Letters.Where(known => flags.Contains(known.Flag)).Select(known => known.Letter));
        if (letters.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"X-Status: {letters}\r\n");
        }

        string keywords = string.Join(' ', flags.Where(flag => !flag.StartsWith('\\')));
        if (keywords.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"X-Keywords: {keywords}\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private FileStream OpenPart()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        if (File.Exists(Path))
        {
            File.Copy(Path, PartPath, overwrite: true);
            FileStream copy = new(PartPath, FileMode.Open, FileAccess.ReadWrite);
            copy.Seek(0, SeekOrigin.End);
            return copy;
        }

        return new FileStream(PartPath, FileMode.Create, FileAccess.ReadWrite);
    }
}

namespace MailAdmin.Server.Transfer.Files;

/// <summary>
/// Reads what is in a folder: EML files are messages of the folder, mbox files and Maildirs are folders, and so are the
/// folders in it. Links are not followed: they may lead in a circle, or to what is not meant.
/// </summary>
internal sealed class FileTree(MboxVariant variant, Action<string, MailException> failed)
{
    private const int MaxDepth = 32;

    private static readonly string[] MessageExtensions = [".eml", ".msg822", ".mht"];

    private static readonly string[] MboxExtensions = [".mbox", ".mbx", ".mboxrd", ""];

    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    /// <summary>Copies a file into a body, and returns the date at which it was last written.</summary>
    public static DateTimeOffset Copy(string file, MessageBody body)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        body.Write(stream);
        return new DateTimeOffset(File.GetLastWriteTimeUtc(file));
    }

    /// <summary>Whether a file begins as mbox files do.</summary>
    public static bool IsMbox(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] head = new byte[512];
        int count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        int end = head.AsSpan(0, count).IndexOf((byte)'\n');
        return end > 0 && FromLine.TryRead(head.AsSpan(0, end), out _);
    }

    /// <summary>The folders of a path, which may be a file.</summary>
    public IEnumerable<SourceFolder> Read(string path)
    {
        if (Directory.Exists(path))
        {
            return MaildirReader.IsMaildir(path) ? MaildirReader.Read(path, failed) : ReadFolder(path, "", 0);
        }

        return IsMbox(path)
            ? [new SourceFolder("", path, MboxReader.Read(path, variant))]
            : [new SourceFolder("", path, [ReadFile(path, state: null)])];
    }

    private static SourceMessage ReadFile(string file, FileState? state) => new(file, body =>
    {
        DateTimeOffset written = Copy(file, body);
        FileStateEntry? known = state?.Find(Path.GetFileName(file));
        return new SourceFacts(known?.Date, known?.Flags ?? [], written);
    });

    private static IEnumerable<SourceMessage> ReadFiles(IEnumerable<string> files, FileState? state) =>
        files.Select(file => ReadFile(file, state));

    private IEnumerable<SourceFolder> ReadFolder(string path, string name, int depth)
    {
        string stateFile = Path.Combine(path, FileState.FileName);
        bool isExported = File.Exists(stateFile);
        string[] files = [.. Directory.EnumerateFiles(path).Where(file => !IsLink(file)).Order(StringComparer.Ordinal)];
        string[] messages =
        [
            .. files.Where(
                file => MessageExtensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
        ];
        if (messages.Length > 0 || isExported)
        {
            yield return new SourceFolder(name, path, ReadFiles(messages, FileState.Load(stateFile)));
        }

        foreach (string file in files.Where(IsMboxFile))
        {
            string level = FolderPath.Decode(Path.GetFileNameWithoutExtension(file));
            yield return new SourceFolder(Below(name, level), file, MboxReader.Read(file, variant));
        }

        foreach (string folder in Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal))
        {
            string level = Path.GetFileName(folder);
            if (IsLink(folder) || level.StartsWith('.') || depth == MaxDepth)
            {
                continue;
            }

            string below = Below(name, FolderPath.Decode(level));
            IEnumerable<SourceFolder> inner = MaildirReader.IsMaildir(folder)
                ? MaildirReader.Read(folder, failed).Select(child => child with { Name = Below(below, child.Name) })
                : ReadFolder(folder, below, depth + 1);
            foreach (SourceFolder child in inner)
            {
                yield return child;
            }
        }
    }

    // An export leaves empty files for empty folders.
    private static bool IsMboxFile(string file)
    {
        string extension = Path.GetExtension(file);
        return MboxExtensions.Contains(extension, StringComparer.OrdinalIgnoreCase)
            && (IsMbox(file) || (extension.Length > 0 && new FileInfo(file).Length == 0));
    }

    private static string Below(string parent, string level) =>
        parent.Length == 0 ? level : level.Length == 0 ? parent : parent + "/" + level;
}

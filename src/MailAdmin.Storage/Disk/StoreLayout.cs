using System.Globalization;

namespace MailAdmin.Storage.Disk;

/// <summary>Where things lie in the folder of a store.</summary>
internal sealed class StoreLayout(string root)
{
    /// <summary>The folder.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>What the folder is, and the key of its log.</summary>
    public string IdentityFile => Path.Combine(Root, "store.json");

    /// <summary>Is opened by the owner alone.</summary>
    public string LockFile => Path.Combine(Root, "store.lock");

    /// <summary>The directory as it is queried.</summary>
    public string DirectoryFile => Path.Combine(Root, "directory.db");

    /// <summary>What was not yet carried over into <see cref="DirectoryFile"/>.</summary>
    public string DirectoryLogFile => Path.Combine(Root, "directory-log.db");

    /// <summary>The log.</summary>
    public string MailFolder => Path.Combine(Root, "mail");

    /// <summary>Bodies of large messages.</summary>
    public string LargeFolder => Path.Combine(MailFolder, "large");

    /// <summary>The ways of messages.</summary>
    public string TraceFolder => Path.Combine(Root, "trace");

    /// <summary>The ways of messages on one day.</summary>
    public string TraceFile(string day) => Path.Combine(TraceFolder, day + ".jsonl");

    /// <summary>A segment of the log.</summary>
    public string SegmentFile(int number) =>
        Path.Combine(MailFolder, number.ToString("D8", CultureInfo.InvariantCulture) + ".log");

    /// <summary>The index of a sealed segment.</summary>
    public string HintFile(int number) => Path.ChangeExtension(SegmentFile(number), ".hint");

    /// <summary>The body of a large message.</summary>
    public string LargeFile(ulong name) =>
        Path.Combine(LargeFolder, name.ToString("x16", CultureInfo.InvariantCulture) + ".eml");

    /// <summary>The numbers of the segments that exist, ascending.</summary>
    public IReadOnlyList<int> FindSegments()
    {
        List<int> numbers = [];
        foreach (string file in System.IO.Directory.EnumerateFiles(MailFolder, "*.log"))
        {
            if (int.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0)
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        return numbers;
    }
}

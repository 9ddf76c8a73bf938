using System.Globalization;

namespace MailAdmin.Storage.Disk;

/// <summary>The files in the folder of a store.</summary>
internal sealed class StoreLayout(string root)
{
    private const string TornExtension = ".torn-";

    /// <summary>The folder.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The file that identifies the store, and has the key of its log.</summary>
    public string IdentityFile => Path.Combine(Root, "store.json");

    /// <summary>The file that the owner of the store has open exclusively.</summary>
    public string LockFile => Path.Combine(Root, "store.lock");

    /// <summary>The file that names the owner of the store where the file system has no locks.</summary>
    public string LeaseFile => Path.Combine(Root, "store.lease");

    /// <summary>The directory in a form for queries.</summary>
    public string DirectoryFile => Path.Combine(Root, "directory.db");

    /// <summary>The changes that are not yet in <see cref="DirectoryFile"/>.</summary>
    public string DirectoryLogFile => Path.Combine(Root, "directory-log.db");

    /// <summary>The folder of the log.</summary>
    public string MailFolder => Path.Combine(Root, "mail");

    /// <summary>The folder of the bodies of large messages.</summary>
    public string LargeFolder => Path.Combine(MailFolder, "large");

    /// <summary>The folder of files that may be mail but that nobody can be given.</summary>
    public string LostFolder => Path.Combine(Root, "lost+found");

    /// <summary>The folder of the message trace.</summary>
    public string TraceFolder => Path.Combine(Root, "trace");

    /// <summary>The message trace of one day.</summary>
    public string TraceFile(string day) => Path.Combine(TraceFolder, day + ".jsonl");

    /// <summary>A segment of the log.</summary>
    public string SegmentFile(int number) =>
        Path.Combine(MailFolder, number.ToString("D8", CultureInfo.InvariantCulture) + ".log");

    /// <summary>The index of a sealed segment.</summary>
    public string HintFile(int number) => Path.ChangeExtension(SegmentFile(number), ".hint");

    /// <summary>A copy of bytes that were cut from the end of a segment, because they were no records.</summary>
    public string TornTail(int segment, int copy) => Path.ChangeExtension(
        SegmentFile(segment), TornExtension + copy.ToString(CultureInfo.InvariantCulture));

    /// <summary>The copies of what was ever cut from segments.</summary>
    public IEnumerable<string> FindTornTails() =>
        System.IO.Directory.EnumerateFiles(MailFolder, "*" + TornExtension + "*");

    /// <summary>The body of a large message.</summary>
    public string LargeFile(ulong name) =>
        Path.Combine(LargeFolder, name.ToString("x16", CultureInfo.InvariantCulture) + ".eml");

    /// <summary>The numbers of the segments that exist, ascending.</summary>
    public IReadOnlyList<int> FindSegments()
    {
        List<int> numbers = [];
        foreach (string file in System.IO.Directory.EnumerateFiles(MailFolder, "*.log"))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0)
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        return numbers;
    }
}

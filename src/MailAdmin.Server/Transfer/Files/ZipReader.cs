using System.IO.Compression;

namespace MailAdmin.Server.Transfer.Files;

/// <summary>
/// Reads the EML files of an archive; its folders are folders. An archive that unpacks to far more than its size is not
/// read to its end, and an entry whose path leads elsewhere is refused, although nothing is unpacked to the disk.
/// </summary>
internal static class ZipReader
{
    private const int MaxEntries = 2_000_000;

    // Text packs to a tenth; a bomb packs to a thousandth.
    private const int MaxRatio = 200;
    private const long AlwaysAllowed = 64L << 20;

    /// <summary>Whether a file is an archive.</summary>
    public static bool IsZip(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] head = new byte[4];
        int count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return count == 4 && head.AsSpan().SequenceEqual("PK\u0003\u0004"u8);
    }

    /// <summary>The folders of an archive.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    public static IEnumerable<SourceFolder> Read(string path, Action<string, MailException> failed)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        if (archive.Entries.Count > MaxEntries)
        {
            throw MailException.Of(MailError.InvalidArgument.As("ArchiveTooLarge"), path);
        }

        Budget budget = new(path, Math.Max(AlwaysAllowed, new FileInfo(path).Length * MaxRatio));
        foreach (IGrouping<string, ZipArchiveEntry> folder in archive.Entries
            .Where(entry => IsSafe(path, entry, failed))
            .GroupBy(entry => entry.FullName[..^entry.Name.Length].TrimEnd('/'), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            FileState? state = ReadState(folder, budget);
            ZipArchiveEntry[] messages =
            [
                .. folder.Where(entry => entry.Name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase))
                    .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            ];
            if (messages.Length > 0 || state is not null)
            {
                string name = string.Join('/', folder.Key.Split('/').Select(FolderPath.Decode));
                yield return new SourceFolder(
                    name, path, messages.Select(entry => Read(path, entry, state, budget)));
            }
        }
    }

    private static SourceMessage Read(string path, ZipArchiveEntry entry, FileState? state, Budget budget) =>
        new($"{path}/{entry.FullName}", body =>
        {
            using Stream stream = new CountedStream(entry.Open(), budget);
            body.Write(stream);
            FileStateEntry? known = state?.Find(entry.Name);
            return new SourceFacts(known?.Date, known?.Flags ?? [], entry.LastWriteTime);
        });

    private static FileState? ReadState(IEnumerable<ZipArchiveEntry> folder, Budget budget)
    {
        if (folder.FirstOrDefault(entry => entry.Name == FileState.FileName) is not { } found)
        {
            return null;
        }

        using StreamReader reader = new(new CountedStream(found.Open(), budget));
        return FileState.Read(reader);
    }

    private static bool IsSafe(string path, ZipArchiveEntry entry, Action<string, MailException> failed)
    {
        string name = entry.FullName;
        bool isSafe = !name.StartsWith('/')
            && !name.Contains('\\', StringComparison.Ordinal)
            && !name.Contains(':', StringComparison.Ordinal)
            && !name.Split('/').Contains("..");
        if (!isSafe)
        {
            string place = $"{path}/{name}";
            failed(place, MailException.Of(MailError.InvalidArgument.As("UnsafeEntry"), place));
        }

        return isSafe;
    }

    /// <summary>How much an archive may still unpack to.</summary>
    private sealed class Budget(string path, long left)
    {
        public void Take(int count)
        {
            left -= count;
            if (left < 0)
            {
                throw MailException.Of(MailError.InvalidArgument.As("ArchiveTooLarge"), path);
            }
        }
    }

    private sealed class CountedStream(Stream inner, Budget budget) : ForwardStream
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = inner.Read(buffer, offset, count);
            budget.Take(read);
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}

using MailAdmin.Storage.Disk;

namespace MailAdmin.Tests.Storage.PowerLoss;

/// <summary>
/// Records what a store does to the files of its log and of large messages: creations, writes, syncs and removals, in
/// order. The bytes of a write are read from the file when the next step of the same file begins.
/// </summary>
internal sealed class DiskRecorder
{
    private readonly Lock gate = new();
    private readonly List<DiskEvent> events = [];
    private readonly Dictionary<string, long> lengths = [];
    private readonly Dictionary<string, int> unread = [];
    private string? root;

    /// <summary>How many steps have begun.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return events.Count;
            }
        }
    }

    /// <summary>Begins to record; the files are on the disk as they are now.</summary>
    public Dictionary<string, byte[]> Begin(string path)
    {
        lock (gate)
        {
            root = path;
            Dictionary<string, byte[]> files = [];
            foreach (string file in Directory.GetFiles(Path.Combine(path, "mail"), "*.log").Append(
                Path.Combine(path, "store.json")))
            {
                files[Path.GetRelativePath(path, file)] = ReadShared(file, 0, new FileInfo(file).Length);
                lengths[Path.GetRelativePath(path, file)] = new FileInfo(file).Length;
            }

            return files;
        }
    }

    /// <summary>To be called before each step.</summary>
    public void Record(DiskStep step, string path, long length)
    {
        lock (gate)
        {
            if (root is null || path.Contains("trace", StringComparison.Ordinal))
            {
                return;
            }

            string name = Path.GetRelativePath(root, path);
            ReadWritten(name);
            long offset = lengths.GetValueOrDefault(name);
            switch (step)
            {
                case DiskStep.Write:
                    events.Add(new DiskEvent(step, name, offset, new byte[length - offset]));
                    unread[name] = events.Count - 1;
                    lengths[name] = length;
                    break;
                case DiskStep.Cut:
                    throw new InvalidOperationException("Nothing fails, so nothing is cut.");
                default:
                    events.Add(new DiskEvent(step, name, 0, []));
                    break;
            }
        }
    }

    /// <summary>Everything that was recorded, after the store was closed.</summary>
    public IReadOnlyList<DiskEvent> End()
    {
        lock (gate)
        {
            foreach (string name in unread.Keys.ToArray())
            {
                ReadWritten(name);
            }

            root = null;
            return events;
        }
    }

    private void ReadWritten(string name)
    {
        if (unread.Remove(name, out int index))
        {
            DiskEvent written = events[index];
            ReadShared(Path.Combine(root!, name), written.Offset, written.Bytes.Length).CopyTo(written.Bytes, 0);
        }
    }

    private static byte[] ReadShared(string path, long offset, long count)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[count];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }
}

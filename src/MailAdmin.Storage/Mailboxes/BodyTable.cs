using System.Collections.Concurrent;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// Which bodies have more than one entry, in mailboxes or the queue, and which lie in large files. Changed by the
/// committer alone. A body is dead when its last entry goes:
/// its octets count as dead in its segment, its large file can be removed.
/// </summary>
internal sealed class BodyTable
{
    private readonly Dictionary<BodyKey, int> shared = [];
    private readonly ConcurrentDictionary<BodyKey, ulong> large = new();
    private readonly List<ulong> dead = [];

    /// <summary>The names of all large files that messages are in.</summary>
    public IEnumerable<ulong> LargeFiles => large.Values;

    /// <summary>The large file of a body; null: the body is in the log.</summary>
    public ulong? FindLargeFile(BodyKey body) => large.TryGetValue(body, out ulong name) ? name : null;

    /// <summary>Notes the first entry of a body.</summary>
    public void AddFirst(BodyKey body, ulong largeFile)
    {
        if (largeFile != 0)
        {
            large[body] = largeFile;
        }
    }

    /// <summary>Notes another entry of a body.</summary>
    public void AddAnother(BodyKey body, ulong largeFile)
    {
        shared[body] = shared.GetValueOrDefault(body, 1) + 1;
        AddFirst(body, largeFile);
    }

    /// <summary>Notes that an entry went.</summary>
    public void Remove(in MessageEntry entry, LogSegment? segment)
    {
        BodyKey body = entry.Body;
        if (shared.TryGetValue(body, out int count))
        {
            if (count > 2)
            {
                shared[body] = count - 1;
            }
            else
            {
                shared.Remove(body);
            }

            return;
        }

        bool isLarge = large.TryRemove(body, out ulong name);
        if (isLarge)
        {
            dead.Add(name);
        }

        if (segment is not null)
        {
            segment.DeadSize += entry.StructureLength + (isLarge ? 0 : entry.Size);
        }
    }

    /// <summary>Takes the large files that died since the last call.</summary>
    public IReadOnlyList<ulong> TakeDeadFiles()
    {
        if (dead.Count == 0)
        {
            return [];
        }

        ulong[] taken = [.. dead];
        dead.Clear();
        return taken;
    }
}

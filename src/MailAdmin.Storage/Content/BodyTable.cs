using System.Collections.Concurrent;

namespace MailAdmin.Storage.Content;

/// <summary>
/// Which bodies have more than one entry, in mailboxes or the queue, and which are in large files. Only the committer
/// changes it. When the last entry of a body is removed, its large file is not needed any more.
/// </summary>
internal sealed class BodyTable
{
    private const int MinShrinkCapacity = 1_024;
    private readonly Dictionary<BodyKey, int> shared = [];
    private readonly ConcurrentDictionary<BodyKey, ulong> large = new();
    private readonly List<ulong> released = [];

    /// <summary>The names of all large files that messages are in.</summary>
    public IEnumerable<ulong> LargeFiles => large.Values;

    /// <summary>Returns the large file of a body, or null when the body is in the log.</summary>
    public ulong? FindLargeFile(BodyKey body) => large.TryGetValue(body, out ulong name) ? name : null;

    /// <summary>Adds the first entry of a body.</summary>
    public void AddFirst(BodyKey body, ulong largeFile)
    {
        if (largeFile != 0)
        {
            large[body] = largeFile;
        }
    }

    /// <summary>Adds another entry of a body.</summary>
    public void AddAnother(BodyKey body, ulong largeFile)
    {
        shared[body] = shared.GetValueOrDefault(body, 1) + 1;
        AddFirst(body, largeFile);
    }

    /// <summary>Removes an entry of a body.</summary>
    public void Remove(BodyKey body)
    {
        if (!shared.TryGetValue(body, out int count))
        {
            if (large.TryRemove(body, out ulong name))
            {
                released.Add(name);
            }
        }
        else if (count > 2)
        {
            shared[body] = count - 1;
        }
        else
        {
            shared.Remove(body);
            if (shared.Capacity > MinShrinkCapacity && shared.Count < shared.Capacity / 4)
            {
                // Many copies that were removed give their memory back.
                shared.TrimExcess(shared.Count * 2);
            }
        }
    }

    /// <summary>Takes the large files that lost their last message since the last call.</summary>
    public IReadOnlyList<ulong> TakeReleasedFiles()
    {
        if (released.Count == 0)
        {
            return [];
        }

        ulong[] taken = [.. released];
        released.Clear();
        return taken;
    }
}

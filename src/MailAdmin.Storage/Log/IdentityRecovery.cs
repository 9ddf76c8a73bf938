using MailAdmin.Storage.Disk;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Log;

/// <summary>store.json as it is used, which may be other than the file.</summary>
/// <param name="Identity">What identifies the store.</param>
/// <param name="IsRestored">Whether the file was missing or damaged, so that it has to be written anew.</param>
internal sealed record RecoveredIdentity(StoreIdentity Identity, bool IsRestored);

/// <summary>
/// Reads store.json and, where it is missing or damaged, takes the key of the log from the segments, each of which has
/// it. Nothing is written.
/// </summary>
internal static class IdentityRecovery
{
    /// <summary>Finds what identifies a store. Returns null when neither the file nor a segment says.</summary>
    /// <exception cref="IOException">A file is there and cannot be read.</exception>
    public static RecoveredIdentity? TryRead(StoreLayout layout)
    {
        StoreIdentity? read = StoreIdentity.TryRead(layout.IdentityFile);
        if (read is { IsIntact: true })
        {
            return new RecoveredIdentity(read, IsRestored: false);
        }

        LogKey[] keys = FindKeys(layout);
        if (read is null)
        {
            // The settings have the host name and the time of creation too.
            return keys.Length == 0 ? null : Restore(new StoreIdentity(), keys[0]);
        }

        bool isFormer = read.Check is null;
        if (keys.Length == 0 || (isFormer && keys.Contains(read.Key)))
        {
            return new RecoveredIdentity(read, IsRestored: false);
        }

        if (keys.Contains(read.Key))
        {
            return Restore(read, read.Key);
        }

        // A file without a checksum may be that of another store. Two stores never have half a key in common.
        bool isSameStore = !isFormer || keys[0].Mark == read.LogMark || keys[0].Seed == read.LogSeed;
        return isSameStore ? Restore(read, keys[0]) : new RecoveredIdentity(read, IsRestored: false);
    }

    // A damaged number of the layout says nothing; a log of a later layout is recognized by its records.
    private static RecoveredIdentity Restore(StoreIdentity read, LogKey key)
    {
        StoreIdentity restored = read with
        {
            LogMark = key.Mark,
            LogSeed = key.Seed,
            Schema = read.Check is null ? read.Schema : StoreIdentity.CurrentSchema,
        };
        return new RecoveredIdentity(restored, IsRestored: true);
    }

    // The key that most segments have comes first.
    private static LogKey[] FindKeys(StoreLayout layout)
    {
        if (!System.IO.Directory.Exists(layout.MailFolder))
        {
            return [];
        }

        Dictionary<LogKey, int> counts = [];
        Span<byte> header = stackalloc byte[LogFormat.SegmentHeaderLength];
        foreach (int number in layout.FindSegments())
        {
            using SafeFileHandle file = File.OpenHandle(
                layout.SegmentFile(number), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            int count = StorePlatform.ReadFully(file, header, 0);
            if (LogFormat.TryReadSegmentHeader(header[..count], out LogKey key))
            {
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }
        }

        return [.. counts.OrderByDescending(pair => pair.Value).Select(pair => pair.Key)];
    }
}

using MailAdmin.Storage.Disk;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Log;

/// <summary>Rebuilds a lost store.json from the key that every segment of the log has.</summary>
internal static class IdentityRecovery
{
    /// <summary>Finds the key in a segment and writes the file. Returns null when there is no log.</summary>
    public static StoreIdentity? TryRecover(StoreLayout layout)
    {
        if (!System.IO.Directory.Exists(layout.MailFolder))
        {
            return null;
        }

        Span<byte> header = stackalloc byte[LogFormat.SegmentHeaderLength];
        foreach (int number in layout.FindSegments())
        {
            using SafeFileHandle file = File.OpenHandle(
                layout.SegmentFile(number), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            int count = RandomAccess.Read(file, header, 0);
            if (LogFormat.TryReadSegmentHeader(header[..count], out LogKey key))
            {
                // The settings have the host name and the time of creation too.
                StoreIdentity identity = new() { LogMark = key.Mark, LogSeed = key.Seed };
                identity.Write(layout.IdentityFile);
                return identity;
            }
        }

        return null;
    }
}

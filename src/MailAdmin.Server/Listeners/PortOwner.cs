using System.Globalization;

namespace MailAdmin.Server.Listeners;

/// <summary>
/// Finds the process that listens on a port, where the system discloses it: on Linux through /proc, for processes of
/// this user, and as root for all.
/// </summary>
internal static class PortOwner
{
    private const string Listening = "0A";

    /// <summary>Returns name and number of the process, or null when it is unknown.</summary>
    public static string? Find(int port)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            string? inode = FindInode("/proc/net/tcp", port) ?? FindInode("/proc/net/tcp6", port);
            return inode is null ? null : FindProcess(inode);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode
    private static string? FindInode(string table, int port)
    {
        if (!File.Exists(table))
        {
            return null;
        }

        string suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (string line in File.ReadLines(table).Skip(1))
        {
            string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length > 9 && columns[3] == Listening && columns[1].EndsWith(suffix, StringComparison.Ordinal))
            {
                return columns[9];
            }
        }

        return null;
    }

    private static string? FindProcess(string inode)
    {
        string link = $"socket:[{inode}]";
        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out int id))
            {
                continue;
            }

            try
            {
                IEnumerable<string> handles = Directory.EnumerateFiles(Path.Combine(process, "fd"));
                if (handles.Any(file => new FileInfo(file).LinkTarget == link))
                {
                    return $"{File.ReadAllText(Path.Combine(process, "comm")).Trim()} (process {id})";
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The process belongs to another user or has ended.
            }
        }

        return null;
    }
}

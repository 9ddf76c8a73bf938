using System.Globalization;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Directory;

/// <summary>Opens directory.db; one that cannot be used is quarantined, and made again from the log.</summary>
internal static class DirectoryRecovery
{
    /// <summary>
    /// Opens the file and reads it. Without a snapshot the log has to be read from its beginning.
    /// </summary>
    /// <remarks>Null file: even a new one cannot be made, for want of space perhaps; its writer tries again.</remarks>
    public static (DirectoryFile? File, DirectoryContent Content) Open(
        StoreLayout layout, List<MailStoreFinding> findings, ILogger logger)
    {
        DirectoryFile? file = null;
        try
        {
            file = DirectoryFile.Open(layout);
            DirectoryContent content = file.Read();
            if (content.Snapshot is not null || content == DirectoryContent.None)
            {
                return (file, content);
            }

            // An earlier version made it.
            file.Dispose();
            Remove(layout, logger);
            return (TryMake(layout, logger), content);
        }
        catch (DirectoryDamagedException exception)
        {
            file?.Dispose();
            string copy = Quarantine(layout, logger);
            StorageLog.DirectoryQuarantined(logger, exception, layout.DirectoryFile, copy);
            findings.Add(StoreFindings.DirectoryRebuilt(layout.DirectoryFile, $"could not be read ({exception.Message}), was quarantined as '{copy}'"));
            return (TryMake(layout, logger), DirectoryContent.None);
        }
    }

    /// <summary>Removes the file: it is a cache, and its owner knows what belongs in it.</summary>
    public static void Remove(StoreLayout layout, ILogger logger)
    {
        try
        {
            File.Delete(layout.DirectoryFile);
            File.Delete(layout.DirectoryLogFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            StorageLog.DirectoryNotWritten(logger, exception, layout.DirectoryFile);
        }
    }

    /// <summary>Gives the file another name, and returns that.</summary>
    private static string Quarantine(StoreLayout layout, ILogger logger)
    {
        for (int number = 1; ; number++)
        {
            string copy = layout.DirectoryFile + ".damaged-" + number.ToString(CultureInfo.InvariantCulture);
            if (File.Exists(copy))
            {
                continue;
            }

            try
            {
                File.Move(layout.DirectoryFile, copy);
                File.Delete(layout.DirectoryLogFile);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                StorageLog.DirectoryNotWritten(logger, exception, layout.DirectoryFile);
            }

            return copy;
        }
    }

    private static DirectoryFile? TryMake(StoreLayout layout, ILogger logger)
    {
        try
        {
            return DirectoryFile.Open(layout);
        }
        catch (DirectoryDamagedException exception)
        {
            StorageLog.DirectoryNotWritten(logger, exception, layout.DirectoryFile);
            return null;
        }
    }
}

using System.Globalization;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Directory;

/// <summary>Opens directory.db; one that cannot be used is set aside, and the log says again what was in it.</summary>
internal static class DirectoryRecovery
{
    /// <summary>
    /// Opens the file and reads it; null content: it is new, so that the log has to be read from its beginning.
    /// </summary>
    /// <remarks>Null file: even a new one cannot be made, for want of space perhaps; its writer tries again.</remarks>
    public static (DirectoryFile? File, DirectoryContent? Content) Open(StoreLayout layout, List<MailStoreFinding> findings, ILogger logger)
    {
        DirectoryFile? file = null;
        try
        {
            file = DirectoryFile.Open(layout);
            return (file, file.Read());
        }
        catch (DirectoryDamagedException exception)
        {
            file?.Dispose();
            string aside = SetAside(layout, logger);
            StorageLog.DirectoryQuarantined(logger, exception, layout.DirectoryFile, aside);
            findings.Add(StoreFindings.DirectoryRebuilt(layout.DirectoryFile, $"could not be read ({exception.Message}), was set aside as '{aside}'"));
            return (TryMake(layout, logger), null);
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
    public static string SetAside(StoreLayout layout, ILogger logger)
    {
        for (int number = 1; ; number++)
        {
            string aside = layout.DirectoryFile + ".damaged-" + number.ToString(CultureInfo.InvariantCulture);
            if (File.Exists(aside))
            {
                continue;
            }

            try
            {
                File.Move(layout.DirectoryFile, aside);
                File.Delete(layout.DirectoryLogFile);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                StorageLog.DirectoryNotWritten(logger, exception, layout.DirectoryFile);
            }

            return aside;
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

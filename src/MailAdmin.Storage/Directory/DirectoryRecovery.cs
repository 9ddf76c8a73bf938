using System.Globalization;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Storage.Directory;

/// <summary>directory.db when the store is opened.</summary>
/// <param name="File">The file; null: it has to be made, from the beginning of the log.</param>
/// <param name="Content">What it holds.</param>
/// <param name="Former">Another file, from which logons and usage are to be copied; null: there is none.</param>
internal sealed record OpenedDirectory(DirectoryFile? File, DirectoryContent Content, string? Former)
{
    public static readonly OpenedDirectory None = new(File: null, DirectoryContent.None, Former: null);
}

/// <summary>
/// Opens directory.db; one that cannot be used is quarantined, and made again from the log. What the log does not have
/// is copied from the file that was replaced, as far as that can be read.
/// </summary>
internal static class DirectoryRecovery
{
    /// <summary>Opens the file and reads it.</summary>
    public static OpenedDirectory Open(StoreLayout layout, List<MailStoreFinding> findings, ILogger logger)
    {
        string? former = File.Exists(FormerOf(layout)) ? FormerOf(layout) : null;
        DirectoryFile? file = null;
        try
        {
            file = Make(layout);
            DirectoryContent content = file.Read();
            if (content.Snapshot is not null)
            {
                return new OpenedDirectory(file, content, former);
            }

            // It is new, or an earlier version made it.
            file.Dispose();
            Remove(layout.DirectoryFile, layout.DirectoryLogFile, logger);
            return new OpenedDirectory(File: null, content, former);
        }
        catch (DirectoryDamagedException exception)
        {
            file?.Dispose();
            string copy = Quarantine(layout, logger);
            StorageLog.DirectoryQuarantined(logger, exception, layout.DirectoryFile, copy);
            findings.Add(StoreFindings.DirectoryQuarantined(layout.DirectoryFile, exception.Message, copy));
            return new OpenedDirectory(File: null, DirectoryContent.None, former ?? copy);
        }
    }

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="DirectoryDamagedException">It cannot be read or made.</exception>
    public static DirectoryFile Make(StoreLayout layout) =>
        DirectoryFile.Open(layout.DirectoryFile, layout.DirectoryLogFile);

    /// <summary>
    /// Gives the file another name, so that it can be made again, and returns that name; null: there is no file.
    /// </summary>
    public static string? Replace(StoreLayout layout, ILogger logger)
    {
        string former = FormerOf(layout);
        if (File.Exists(former))
        {
            // Nothing was copied from that yet, so it has more.
            Remove(layout.DirectoryFile, layout.DirectoryLogFile, logger);
        }
        else
        {
            Move(layout, former, logger);
        }

        return File.Exists(former) ? former : null;
    }

    /// <summary>Copies what the log does not have from a file that was replaced; what cannot be read is lost.</summary>
    public static void CopyHistory(StoreLayout layout, string path, DirectoryFile target, ILogger logger)
    {
        try
        {
            using DirectoryFile former = DirectoryFile.Open(path, LogOf(path));
            target.CopyHistory(former);
        }
        catch (DirectoryDamagedException exception)
        {
            StorageLog.HistoryNotCopied(logger, exception, path);
        }

        Remove(LogOf(path), path == FormerOf(layout) ? path : null, logger);
    }

    private static string FormerOf(StoreLayout layout) => layout.DirectoryFile + ".former";

    private static string LogOf(string path) => path + "-log";

    private static string Quarantine(StoreLayout layout, ILogger logger)
    {
        int number = 1;
        string copy;
        do
        {
            copy = layout.DirectoryFile + ".damaged-" + number.ToString(CultureInfo.InvariantCulture);
            number++;
        }
        while (File.Exists(copy));

        Move(layout, copy, logger);
        return copy;
    }

    private static void Move(StoreLayout layout, string target, ILogger logger)
    {
        Attempt(layout.DirectoryFile, logger, () =>
        {
            if (File.Exists(layout.DirectoryFile))
            {
                File.Move(layout.DirectoryFile, target);
                if (File.Exists(layout.DirectoryLogFile))
                {
                    File.Move(layout.DirectoryLogFile, LogOf(target), overwrite: true);
                }
            }
        });
    }

    private static void Remove(string path, string? otherPath, ILogger logger)
    {
        Attempt(path, logger, () =>
        {
            File.Delete(path);
            if (otherPath is not null)
            {
                File.Delete(otherPath);
            }
        });
    }

    private static void Attempt(string path, ILogger logger, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            StorageLog.DirectoryNotWritten(logger, exception, path);
        }
    }
}

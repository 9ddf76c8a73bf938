using System.Globalization;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Trace;

/// <summary>The files of the trace: one a day of UTC, trace/yyyy-MM-dd.jsonl, an event a line.</summary>
internal sealed class TraceFiles(StoreLayout layout, StoreOptions options, ILogger logger)
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Adds whole lines to the file of a day.</summary>
    /// <exception cref="IOException">The disk refuses it; a part of the lines may be there.</exception>
    public void Append(DateOnly day, ReadOnlySpan<byte> lines)
    {
        string path = PathOf(day);
        options.BeforeDiskStep?.Invoke(DiskStep.Write, path, lines.Length);
        StorePlatform.CreateFolder(layout.TraceFolder);
        using SafeFileHandle file = StorePlatform.OpenFile(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        long length = RandomAccess.GetLength(file);

        // A line that a crash or a full disk cut short takes no other line along.
        Span<byte> last = stackalloc byte[1];
        if (length > 0 && RandomAccess.Read(file, last, length - 1) == 1 && last[0] != (byte)'\n')
        {
            RandomAccess.Write(file, "\n"u8, length);
            length++;
        }

        RandomAccess.Write(file, lines, length);
    }

    /// <summary>The days that have a file, ascending.</summary>
    public IReadOnlyList<DateOnly> FindDays()
    {
        if (!System.IO.Directory.Exists(layout.TraceFolder))
        {
            return [];
        }

        List<DateOnly> days = [];
        foreach (string file in System.IO.Directory.EnumerateFiles(layout.TraceFolder, "*.jsonl"))
        {
            if (DateOnly.TryParseExact(Path.GetFileNameWithoutExtension(file), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            {
                days.Add(day);
            }
        }

        days.Sort();
        return days;
    }

    /// <summary>Opens the file of a day to read it; null: it went.</summary>
    /// <exception cref="MailException">StoreFailed, StoreReadOnly.</exception>
    public SafeFileHandle? Open(DateOnly day)
    {
        string path = PathOf(day);
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Translate(exception, path);
        }
    }

    /// <summary>Removes the files of days that ended longer ago than they are kept.</summary>
    public void RemoveOld(DateTimeOffset now, TimeSpan retention)
    {
        try
        {
            foreach (DateOnly day in FindDays())
            {
                if (now.UtcDateTime - day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) >= TimeSpan.FromDays(1) + Limit(retention))
                {
                    File.Delete(PathOf(day));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            StorageLog.TraceNotRemoved(logger, exception, layout.TraceFolder);
        }
    }

    private static TimeSpan Limit(TimeSpan retention)
    {
        TimeSpan longest = TimeSpan.FromDays(365_000);
        return retention < TimeSpan.Zero ? TimeSpan.Zero : retention > longest ? longest : retention;
    }

    private string PathOf(DateOnly day) => layout.TraceFile(day.ToString(DayFormat, CultureInfo.InvariantCulture));
}

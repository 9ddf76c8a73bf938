using System.Globalization;
using MailAdmin.Storage.Disk;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Storage.Trace;

/// <summary>The files of the trace: one for each day of UTC, trace/yyyy-MM-dd.jsonl, with an event a line.</summary>
internal sealed class TraceFiles(StoreLayout layout, StoreOptions options, ILogger logger)
{
    private const string DayFormat = "yyyy-MM-dd";
    private const FileShare Sharing = FileShare.ReadWrite | FileShare.Delete;

    /// <summary>Adds whole lines to the file of a day.</summary>
    /// <exception cref="IOException">The disk refuses it; a part of the lines may be written.</exception>
    public void Append(DateOnly day, ReadOnlySpan<byte> lines)
    {
        string path = PathOf(day);
        options.BeforeDiskStep?.Invoke(DiskStep.Write, path, lines.Length);
        StorePlatform.CreateFolder(layout.TraceFolder);
        using SafeFileHandle file =
            StorePlatform.OpenFile(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, Sharing);
        LineFile.Append(file, lines);
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
            string name = Path.GetFileNameWithoutExtension(file);
            if (DateOnly.TryParseExact(
                name, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            {
                days.Add(day);
            }
        }

        days.Sort();
        return days;
    }

    /// <summary>Opens the file of a day to read it. Returns null when it was removed.</summary>
    /// <exception cref="MailException">StoreFailed, StoreReadOnly.</exception>
    public SafeFileHandle? Open(DateOnly day)
    {
        string path = PathOf(day);
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, Sharing);
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

    /// <summary>Removes the files of days that ended longer ago than the retention.</summary>
    public void RemoveOld(DateTimeOffset now, TimeSpan retention)
    {
        try
        {
            TimeSpan maxAge = TimeSpan.FromDays(1) + Limit(retention);
            foreach (DateOnly day in FindDays())
            {
                if (now.UtcDateTime - day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) >= maxAge)
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
        TimeSpan max = TimeSpan.FromDays(365_000);
        return retention < TimeSpan.Zero ? TimeSpan.Zero : retention > max ? max : retention;
    }

    private string PathOf(DateOnly day) => layout.TraceFile(day.ToString(DayFormat, CultureInfo.InvariantCulture));
}

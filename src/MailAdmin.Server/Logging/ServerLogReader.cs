using System.IO.Enumeration;
using MailAdmin.Contracts;
using MailAdmin.Texts;

namespace MailAdmin.Server.Logging;

/// <summary>
/// Reads the log of a store, newest first, from its files alone: whether the server runs or not, and whether the store
/// can be opened or not. Lines that are damaged are left out and counted.
/// </summary>
internal sealed class ServerLogReader(string storePath, ServerLogFilter filter)
{
    private readonly string? pattern = filter.Text is null ? null
        : filter.Text.AsSpan().IndexOfAny('*', '?') >= 0 ? EscapeBackslash(filter.Text)
        : $"*{EscapeBackslash(filter.Text)}*";

    /// <summary>How many lines could not be read so far.</summary>
    public int DamagedLines { get; private set; }

    /// <exception cref="MailException">
    /// StoreNotFound; StoreAccessDenied; StoreFailed: a file cannot be read.
    /// </exception>
    public IEnumerable<MailServerLogEntry> Read(CancellationToken cancellationToken)
    {
        IEnumerable<MailServerLogEntry> matches = ReadFiles(FindFiles(), cancellationToken).Where(Matches);
        matches = filter.First is { } first ? matches.Take(first) : matches;
        return filter.Last is { } last ? matches.TakeLast(last) : matches;
    }

    private static string EscapeBackslash(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal);

    private IReadOnlyList<string> FindFiles()
    {
        try
        {
            IReadOnlyList<string> files = LogFiles.Find(storePath);
            return files.Count > 0 || File.Exists(Path.Combine(storePath, "store.json"))
                ? files
                : throw MailException.Of(MailError.StoreNotFound, storePath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(exception);
        }
    }

    private IEnumerable<MailServerLogEntry> ReadFiles(
        IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        foreach (string path in files)
        {
            using var file = Open(path);
            if (file is null)
            {
                continue;
            }

            BackwardLines lines = new(file, LogLine.MaxLength);
            while (TryRead(lines, out MailServerLogEntry? entry))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (entry is not null)
                {
                    yield return entry;
                }
            }

            DamagedLines += lines.TooLong;
        }
    }

    private bool TryRead(BackwardLines lines, out MailServerLogEntry? entry)
    {
        entry = null;
        if (!lines.TryRead(out ReadOnlySpan<byte> line))
        {
            return false;
        }

        entry = LogLine.TryRead(line);
        DamagedLines += entry is null ? 1 : 0;
        entry = entry is null ? null : entry with { Time = entry.Time.ToLocalTime() };
        return true;
    }

    private Microsoft.Win32.SafeHandles.SafeFileHandle? Open(string path)
    {
        try
        {
            return LogFiles.TryOpen(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(exception);
        }
    }

    private bool Matches(MailServerLogEntry entry) => entry.Level >= filter.Level
        && !(entry.Time < filter.Since?.LocalDateTime)
        && (pattern is null || Matches(entry.Message) || (entry.Exception is not null && Matches(entry.Exception)));

    private bool Matches(string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true);

    private MailException Unreadable(Exception exception) =>
        exception is UnauthorizedAccessException
            ? MailException.Of(MailError.StoreAccessDenied, exception, storePath, Environment.UserName)
            : MailException.Of(MailError.StoreFailed, exception, storePath, PlatformReason.Of(exception));
}

using System.Text;
using Microsoft.Win32.SafeHandles;

namespace MailAdmin.Server.Logging;

/// <summary>
/// The journal of systemd, when it is where the standard error of this process goes: each line begins with its priority
/// (sd-daemon(3)).
/// </summary>
internal sealed class JournalOutput(SafeFileHandle handle) : IDisposable
{
    private const string Variable = "JOURNAL_STREAM";
    private const int StandardError = 2;
    private readonly FileStream output = new(handle, FileAccess.Write, bufferSize: 0);

    /// <summary>
    /// Returns null when this process is no service of systemd, or its standard error goes elsewhere.
    /// </summary>
    public static JournalOutput? TryOpen()
    {
        string? stream = Environment.GetEnvironmentVariable(Variable);
        return OperatingSystem.IsLinux() && IsJournal(stream, TargetOf($"/proc/self/fd/{StandardError}"))
            ? new JournalOutput(new SafeFileHandle(StandardError, ownsHandle: false))
            : null;
    }

    /// <summary>
    /// Whether a descriptor is the stream of the journal. The variable alone does not say so: every program that a
    /// service starts inherits it, those in a terminal of the desktop too.
    /// </summary>
    /// <param name="stream">The variable: device and inode of the stream.</param>
    /// <param name="target">What the descriptor is, as the kernel names it.</param>
    public static bool IsJournal(string? stream, string? target)
    {
        int colon = stream?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return colon >= 0 && target == $"socket:[{stream![(colon + 1)..]}]";
    }

    /// <summary>Writes an entry; one that the journal does not take is left out.</summary>
    public void Write(MailServerLogEntry entry)
    {
        int priority = entry.Level switch
        {
            MailLogLevel.Critical => 2,
            MailLogLevel.Error => 3,
            MailLogLevel.Warning => 4,
            _ => 6,
        };
        StringBuilder lines = new();
        string text = entry.Exception is null ? entry.Message : $"{entry.Message}\n{entry.Exception}";
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            lines.Append('<')
                .Append(priority)
                .Append('>')
                .Append(entry.Category)
                .Append(": ")
                .Append(line)
                .Append('\n');
        }

        try
        {
            output.Write(Encoding.UTF8.GetBytes(lines.ToString()));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The file has it.
        }
    }

    public void Dispose() => output.Dispose();

    private static string? TargetOf(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

using System.Diagnostics;

namespace MailAdmin.Module.Tests.Shell;

/// <summary>
/// A real file system of a given size, in memory. Only Linux lets a test have one, and only with the right to mount.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private SmallDisk()
    {
    }

    public string Path => folder.Path;

    /// <summary>Mounts one; skips the test where that is not allowed.</summary>
    public static SmallDisk Mount(string size)
    {
        SmallDisk disk = new();
        string refusal = OperatingSystem.IsLinux()
            ? Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", disk.Path)
            : "not Linux";
        if (refusal.Length > 0)
        {
            disk.folder.Dispose();
            Assert.Skip($"No file system can be mounted here: {refusal}");
        }

        return disk;
    }

    /// <summary>Gives it another size.</summary>
    public void Resize(string size) => Remount($"size={size}");

    /// <summary>Lets it be read only.</summary>
    public void Protect() => Remount("ro");

    public void Dispose()
    {
        // Lazily: a store that is let go a moment later must not keep the test from ending.
        Run("umount", "--lazy", Path);
        folder.Dispose();
    }

    private void Remount(string option) => Assert.Empty(Run("mount", "-o", "remount," + option, Path));

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : error.Trim() + $" (exit code {process.ExitCode})";
    }
}

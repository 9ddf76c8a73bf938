using System.Diagnostics;
using System.Text;

namespace MailAdmin.Tests.Clients;

/// <summary>Runs a mail client that is installed on this machine.</summary>
internal static class ClientProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Skips the test when a program is not installed; the continuous integration installs all.</summary>
    public static string Require(string program)
    {
        string? path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
        bool mustBeThere = Environment.GetEnvironmentVariable("CI") == "true" && OperatingSystem.IsLinux();
        Assert.False(
            path is null && mustBeThere, $"{program} is not installed, and in continuous integration it must be.");
        Assert.SkipWhen(path is null, $"{program} is not installed.");
        return path!;
    }

    /// <summary>Runs a program to its end and returns what it printed.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="environment">Variables for it.</param>
    /// <param name="mayExitWith">Exit codes that are no failure, beside 0.</param>
    public static async Task<string> RunAsync(
        string program, IEnumerable<string> arguments, string input = "", (
            string Name, string Value)[]? environment = null, int[]? mayExitWith = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.Latin1,
            StandardErrorEncoding = Encoding.Latin1,
        };
        foreach ((string name, string value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        string said = await output + await errors;
        bool succeeded = process.ExitCode == 0 || mayExitWith?.Contains(process.ExitCode) == true;
        Assert.True(succeeded, $"{Path.GetFileName(program)} ended with {process.ExitCode}:\n{Tail(said)}");
        return said;
    }

    private static string Tail(string text) => text.Length <= 4000 ? text : text[^4000..];
}

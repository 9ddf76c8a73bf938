using System.Diagnostics;

namespace MailAdmin.Module.Tests.Shell;

/// <summary>Runs the real PowerShell, with the staged module imported, in a process of its own.</summary>
internal static class PowerShellProcess
{
    public sealed record Result(int ExitCode, string Output, string Error)
    {
        /// <summary>The lines of the output that are not empty.</summary>
        public string[] Lines => Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Runs a command; standard input is what a person would type.</summary>
    public static Task<Result> RunCommandAsync(string command, string? storePath = null, string? input = null) =>
        RunAsync(["dotnet", Places.PowerShell, "-NoProfile", "-Command", WithModule(command)], storePath, input);

    /// <summary>Writes a script that imports the module, and runs it.</summary>
    public static Task<Result> RunScriptAsync(string path, string text)
    {
        File.WriteAllText(path, WithModule(text));
        return RunAsync(["dotnet", Places.PowerShell, "-NoProfile", "-File", path], null, null);
    }

    /// <summary>Runs a command on a machine that has no network, not even itself; only root can make one.</summary>
    public static Task<Result> RunWithoutNetworkAsync(string command) =>
        RunAsync(["unshare", "-n", "dotnet", Places.PowerShell, "-NoProfile", "-Command", WithModule(command)], null, null);

    private static string WithModule(string command) => $"Import-Module '{Places.Manifest}'\n{command}";

    private static async Task<Result> RunAsync(string[] words, string? storePath, string? input)
    {
        ProcessStartInfo start = new(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A store that is not there: a test must never touch the one of the user who runs it.
        start.Environment["MAILADMIN_STORE"] = storePath ?? Path.Combine(Path.GetTempPath(), "mailadmin-no-such-store");
        start.Environment["NO_COLOR"] = "1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Result(process.ExitCode, await output, await error);
    }
}

using System.Diagnostics;

namespace MailAdmin.Module.Tests.Shell;

/// <summary>Runs the console host in a process of its own.</summary>
internal static class HostProcess
{
    public sealed record Result(int ExitCode, string Output, string Error);

    public static Task<Result> RunCommandAsync(string command, string? storePath = null) => RunAsync(["-Command", command], null, storePath);

    /// <summary>Runs a command on a machine that has no network, not even itself; only root can make one.</summary>
    public static Task<Result> RunWithoutNetworkAsync(string command) => RunAsync(["-Command", command], null, null, "unshare", "-n", "dotnet");

    public static async Task<Result> RunAsync(
        IReadOnlyList<string> arguments, string? input = null, string? storePath = null, params string[] program)
    {
        ProcessStartInfo start = new(program.FirstOrDefault("dotnet"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string word in program.Skip(1))
        {
            start.ArgumentList.Add(word);
        }

        start.ArgumentList.Add(Places.HostAssembly);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // A store that is not there: a test must never touch the one of the user who runs it.
        start.Environment["MAILADMIN_STORE"] = storePath ?? Path.Combine(Path.GetTempPath(), "mailadmin-no-such-store");
        using Process process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Result(process.ExitCode, await output, await error);
    }
}

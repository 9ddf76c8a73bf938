using System.Diagnostics;

namespace MailAdmin.Module.Tests.Shell;

/// <summary>Runs the console host in a process of its own.</summary>
internal static class HostProcess
{
    public sealed record Result(int ExitCode, string Output, string Error);

    public static Task<Result> RunCommandAsync(string command, string? storePath = null) => RunAsync(["-Command", command], null, storePath);

    public static async Task<Result> RunAsync(IReadOnlyList<string> arguments, string? input = null, string? storePath = null)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
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

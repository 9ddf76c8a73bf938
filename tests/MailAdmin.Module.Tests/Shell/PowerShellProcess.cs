namespace MailAdmin.Module.Tests.Shell;

/// <summary>Runs the real PowerShell, with the staged module imported, in a process of its own.</summary>
internal static class PowerShellProcess
{
    /// <summary>Runs a command; standard input is what a person would type.</summary>
    public static Task<ProcessRun> RunCommandAsync(string command, string? storePath = null, string? input = null) =>
        RunAsync(["dotnet", Places.PowerShell, "-NoProfile", "-Command", WithModule(command)], storePath, input);

    /// <summary>Writes a script that imports the module, and runs it.</summary>
    public static Task<ProcessRun> RunScriptAsync(string path, string text)
    {
        File.WriteAllText(path, WithModule(text));
        return RunAsync(["dotnet", Places.PowerShell, "-NoProfile", "-File", path]);
    }

    /// <summary>Runs a command on a machine that has no network, not even itself; only root can make one.</summary>
    public static Task<ProcessRun> RunWithoutNetworkAsync(string command) =>
        RunAsync(["unshare", "-n", "dotnet", Places.PowerShell, "-NoProfile", "-Command", WithModule(command)]);

    private static string WithModule(string command) => $"Import-Module '{Places.Manifest}'\n{command}";

    // A store that is not there: a test must never touch the one of the user who runs it.
    private static Task<ProcessRun> RunAsync(string[] words, string? storePath = null, string? input = null) =>
        ProcessRun.OfAsync(
        words,
        new Dictionary<string, string> { ["MAILADMIN_STORE"] = storePath ?? Path.Combine(Path.GetTempPath(), "mailadmin-no-such-store") },
        input);
}

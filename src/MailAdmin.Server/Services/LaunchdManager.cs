using System.Globalization;
using System.Text.RegularExpressions;

namespace MailAdmin.Server.Services;

/// <summary>Daemons of launchd (macOS).</summary>
internal sealed partial class LaunchdManager(ServiceHost host) : UnixServiceManager(host, ".plist", "sudo", "-n", "-u")
{
    private protected override string DisplayName => "launchd";

    public static LaunchdManager OfMachine() => new(
        new ServiceHost(
            "/Library/LaunchDaemons", IsAvailable: true, Environment.IsPrivilegedProcess, new ProgramRunner())
        {
            OtherFolders = ["/System/Library/LaunchDaemons"],
        });

    public override string TextOf(ServiceDescription service) => LaunchdPlist.Text(service);

    private protected override Task InstallAsync(ServiceDescription service, CancellationToken cancellationToken)
    {
        WriteFile(service);
        return RunAsync(cancellationToken, "launchctl", "bootstrap", "system", PathOf(service.Name));
    }

    // It refuses what it does not have.
    private protected override Task StopAsync(string name, CancellationToken cancellationToken) =>
        TryRunAsync(cancellationToken, "launchctl", "bootout", "system/" + name);

    private protected override async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        await StopAsync(name, cancellationToken);
        File.Delete(PathOf(name));
    }

    private protected override async Task<ServiceStatus> StatusAsync(string name, CancellationToken cancellationToken)
    {
        ProgramResult result = await TryRunAsync(cancellationToken, "launchctl", "print", "system/" + name);
        if (result.ExitCode != 0)
        {
            return new ServiceStatus(MailServiceState.Stopped, ProcessId: null);
        }

        Match process = ProcessLine().Match(result.Output);
        return process.Success
            ? new ServiceStatus(
                MailServiceState.Running, int.Parse(process.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            : new ServiceStatus(MailServiceState.Stopped, ProcessId: null);
    }

    [GeneratedRegex(@"^\s*pid = (\d+)\s*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex ProcessLine();
}

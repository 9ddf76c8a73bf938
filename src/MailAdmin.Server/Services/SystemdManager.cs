using System.Globalization;

namespace MailAdmin.Server.Services;

/// <summary>Services of systemd (Linux).</summary>
internal sealed class SystemdManager(ServiceHost host) : UnixServiceManager(host, ".service", "runuser", "-u")
{
    // sd_booted(3)
    private const string RunningMark = "/run/systemd/system";

    private protected override string DisplayName => "systemd";

    public static SystemdManager OfMachine() => new(
        new ServiceHost(
            "/etc/systemd/system",
            Directory.Exists(RunningMark),
            Environment.IsPrivilegedProcess,
            new ProgramRunner())
        {
            OtherFolders = ["/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system"],
        });

    public override string TextOf(ServiceDescription service) => SystemdUnit.Text(service);

    private protected override async Task InstallAsync(ServiceDescription service, CancellationToken cancellationToken)
    {
        WriteFile(service);
        await RunAsync(cancellationToken, "systemctl", "daemon-reload");
        await RunAsync(cancellationToken, "systemctl", "enable", "--now", UnitOf(service.Name));
    }

    private protected override Task StopAsync(string name, CancellationToken cancellationToken) =>
        RunAsync(cancellationToken, "systemctl", "stop", UnitOf(name));

    private protected override async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        await TryRunAsync(cancellationToken, "systemctl", "disable", "--now", UnitOf(name));
        File.Delete(PathOf(name));
        await RunAsync(cancellationToken, "systemctl", "daemon-reload");

        // A unit that failed is remembered until then.
        await TryRunAsync(cancellationToken, "systemctl", "reset-failed", UnitOf(name));
    }

    private protected override async Task<ServiceStatus> StatusAsync(string name, CancellationToken cancellationToken)
    {
        ProgramResult result = await TryRunAsync(
            cancellationToken, "systemctl", "show", "--property=ActiveState,MainPID", UnitOf(name));
        Dictionary<string, string> values = result.Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1].Trim());
        MailServiceState state = values.GetValueOrDefault("ActiveState") switch
        {
            "active" => MailServiceState.Running,
            "activating" or "reloading" => MailServiceState.Starting,
            "deactivating" => MailServiceState.Stopping,
            "inactive" => MailServiceState.Stopped,
            "failed" => MailServiceState.Failed,
            _ => MailServiceState.Unknown,
        };
        bool runs = int.TryParse(
            values.GetValueOrDefault("MainPID"), CultureInfo.InvariantCulture, out int processId) && processId > 0;
        return new ServiceStatus(state, runs ? processId : null);
    }

    private static string UnitOf(string name) => name + ".service";
}

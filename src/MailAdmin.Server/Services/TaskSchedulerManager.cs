using System.Text;

namespace MailAdmin.Server.Services;

/// <summary>
/// Tasks of the Windows Task Scheduler, in its folder 'MailAdmin'. Windows ends a task without asking it to stop; the
/// store loses nothing by that.
/// </summary>
internal sealed class TaskSchedulerManager(ServiceHost host) : ServiceManager(host, extension: "")
{
    public override string DefaultUser => TaskDefinition.LocalService;

    private protected override string DisplayName => "Task Scheduler";

    public static TaskSchedulerManager OfMachine() => new(
        new ServiceHost(
            Path.Combine(Environment.SystemDirectory, "Tasks", "MailAdmin"),
            IsAvailable: true,
            Environment.IsPrivilegedProcess,
            new ProgramRunner()));

    public override string TextOf(ServiceDescription service) => TaskDefinition.Text(service);

    private protected override async Task InstallAsync(ServiceDescription service, CancellationToken cancellationToken)
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, TextOf(service), Encoding.Unicode, cancellationToken);
            await RunAsync(
                cancellationToken, "schtasks", "/Create", "/TN", TaskOf(service.Name), "/XML", file, "/F");
        }
        finally
        {
            File.Delete(file);
        }

        await RunAsync(cancellationToken, "schtasks", "/Run", "/TN", TaskOf(service.Name));
    }

    private protected override Task StopAsync(string name, CancellationToken cancellationToken) =>
        TryRunAsync(cancellationToken, "schtasks", "/End", "/TN", TaskOf(name));

    private protected override Task RemoveAsync(string name, CancellationToken cancellationToken) =>
        TryRunAsync(cancellationToken, "schtasks", "/Delete", "/TN", TaskOf(name), "/F");

    // The scheduler itself checks the user when it takes the task.
    private protected override Task RequireUserAsync(ServiceDescription service, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    // schtasks says it only in the language of Windows.
    private protected override Task<ServiceStatus> StatusAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(ServiceStatus.Unknown);

    private static string TaskOf(string name) => @"\MailAdmin\" + name;
}

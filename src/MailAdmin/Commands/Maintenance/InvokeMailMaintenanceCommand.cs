using System.Diagnostics;
using System.Management.Automation;
using MailAdmin.Contracts;
using MailAdmin.Maintenance;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Maintenance;

/// <summary>Does the maintenance of a store: everything that should happen every night.</summary>
/// <remarks>
/// Writes one object for each step, in order. A step that fails does not keep the others from running, and running it
/// all again does only what is left. Sets $LASTEXITCODE: 0 when everything is in order, 1 when a step found something
/// that an administrator should see to, 2 when a step failed or the maintenance of this store already runs. The server
/// itself deletes traces and logs that are too old and returns messages that waited too long in the queue. The steps
/// do what Send-MailQuotaWarning, Backup-MailStore and Test-MailStore do, and look at the queue and the certificates. A
/// script that a scheduler runs ends with exit $LASTEXITCODE.
/// </remarks>
/// <example>
///   <summary>Do all of it</summary>
///   <code>Invoke-MailMaintenance</code>
/// </example>
/// <example>
///   <summary>Make a backup too, and keep a week of them; leave out the check, which reads the whole store</summary>
///   <code>Invoke-MailMaintenance -BackupDestination ./backups -Retain 7 -Skip Check</code>
/// </example>
/// <example>
///   <summary>Do one step, and say so when something is not in order</summary>
///   <code>Invoke-MailMaintenance -Step Queue; if ($LASTEXITCODE) { Write-Warning 'See to the mail server.' }</code>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "MailMaintenance", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Invoke-MailMaintenance")]
[OutputType(typeof(MailMaintenanceResult))]
public sealed class InvokeMailMaintenanceCommand : QuotaWarningCmdlet
{
    private const string ExitCode = "global:LASTEXITCODE";

    /// <summary>Only these steps. Default: all.</summary>
    [Parameter(Position = 0)]
    public MaintenanceStep[] Step { get; set; } = Enum.GetValues<MaintenanceStep>();

    /// <summary>Not these steps.</summary>
    [Parameter]
    public MaintenanceStep[] Skip { get; set; } = [];

    /// <summary>The folder of the backups. Without one there is no step Backup.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BackupDestination { get; set; }

    /// <summary>The number of backups that are kept. Default: 14.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Retain { get; set; } = 14;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // Whatever ends the cmdlet early, a store that does not open among it, is a failure.
        SessionState.PSVariable.Set(ExitCode, 2);
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string path = ResolveStorePath(StorePath);
        using IDisposable running = Require(path, () => MaintenanceLock.Take(path));
        MaintenanceStatus worst = MaintenanceStatus.Ok;
        foreach (MaintenanceStep step in Enum.GetValues<MaintenanceStep>().Where(Step.Contains).Except(Skip))
        {
            if (step == MaintenanceStep.Backup && BackupDestination is null)
            {
                continue;
            }

            MailMaintenanceResult result = Run(step);
            WriteObject(result);
            worst = result.Status is MaintenanceStatus.Failed
                || (result.Status is MaintenanceStatus.Warning && worst == MaintenanceStatus.Ok)
                ? result.Status
                : worst;
        }

        SessionState.PSVariable.Set(ExitCode, worst switch
        {
            MaintenanceStatus.Failed => 2,
            MaintenanceStatus.Warning => 1,
            _ => 0,
        });
    }

    private MailMaintenanceResult Run(MaintenanceStep step)
    {
        long started = Stopwatch.GetTimestamp();
        StepOutcome? outcome = null;
        Attempt(step, () => outcome = Do(step));
        return new MailMaintenanceResult
        {
            Step = step,
            Status = outcome?.Status ?? MaintenanceStatus.Failed,
            Changed = outcome?.Changed ?? 0,
            Duration = Stopwatch.GetElapsedTime(started),
            Message = outcome?.Message.ToString() ?? "",
        };
    }

    private StepOutcome Do(MaintenanceStep step)
    {
        DateTime now = TimeProvider.System.GetLocalNow().DateTime;
        return step switch
        {
            MaintenanceStep.QuotaWarning => WarnOfQuotas(),
            MaintenanceStep.Backup => BackUp(BackupDestination!),
            MaintenanceStep.Queue => Call(
                cancellationToken => StoreCheckups.QueueAsync(Administration, now, cancellationToken)),
            MaintenanceStep.Certificate => Call(
                cancellationToken => StoreCheckups.CertificateAsync(Administration, now, cancellationToken)),
            _ => CallWithProgress((progress, cancellationToken) =>
                StoreCheckups.CheckAsync(Administration, progress, cancellationToken)),
        };
    }

    private StepOutcome BackUp(string destination)
    {
        string folder = GetUnresolvedProviderPathFromPSPath(destination);
        if (!ShouldProcess(ResolveStorePath(StorePath), MailText.Of("Action.BackupStore", folder)))
        {
            return new(MaintenanceStatus.Skipped, MailText.Of("Maintenance.ToBackUp", folder));
        }

        BackupStore request = new(new StoreBackupOptions(folder, Retain, Verify: true));
        MailStoreBackup backup = CallWithProgress((progress, cancellationToken) =>
            Administration.SendAsync(Sign(request), progress, cancellationToken));
        return new(MaintenanceStatus.Ok, MailText.Of("Maintenance.BackedUp", backup.Path), 1);
    }

    private StepOutcome WarnOfQuotas()
    {
        (int due, int agreed, IReadOnlyList<MailQuotaWarning> sent) = Warn(pattern: null);
        return due > 0 && agreed == 0
            ? new(MaintenanceStatus.Skipped, MailText.Of("Maintenance.ToWarn", due))
            : new(MaintenanceStatus.Ok, MailText.Of("Maintenance.Warned", sent.Count), sent.Count);
    }
}

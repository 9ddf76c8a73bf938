using System.Management.Automation;
using MailAdmin.Diagnosis;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Diagnosis;

/// <summary>
/// Checks the health of this mail server: listeners, ports, certificates, disk, store, queue and clock.
/// </summary>
/// <remarks>
/// Writes one result for each check, with a command that repairs a fault or narrows it down. The cmdlet connects to
/// each listener from this machine and expects the greeting of its protocol. The store is checked for as long as
/// -TimeoutSeconds allows; Test-MailStore checks all of it. Nothing is changed. Run it from a scheduled job with -Quiet
/// or -Summary.
/// </remarks>
/// <example>
///   <summary>Check everything</summary>
///   <code>Test-MailServer</code>
/// </example>
/// <example>
///   <summary>See only the problems, and what to do about them</summary>
///   <code>Test-MailServer | Where-Object Status -NE Pass | Format-List</code>
/// </example>
/// <example>
///   <summary>Get only true or false</summary>
///   <code>Test-MailServer -Quiet</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "MailServer", HelpUri = HelpLocation.Root + "Test-MailServer")]
[OutputType(typeof(MailTestResult))]
[OutputType(typeof(MailTestSummary))]
[OutputType(typeof(bool))]
public sealed class TestMailServerCommand : AsyncMailAdminCmdlet
{
    /// <summary>Warns about a certificate that is valid for fewer days than this.</summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int WarningDays { get; set; } = 21;

    /// <summary>The timeout of each check, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 600)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Writes only true or false. Warnings are no failure.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Writes one object, with the root cause and all results.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>
    /// The folder of the store. Default: the store of Connect-MailStore, then $env:MAILADMIN_STORE, then the platform's
    /// data folder.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StorePath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IMailAdministration store = OpenStore(StorePath);
        string path = ResolveStorePath(StorePath);
        Attempt(path, () => TestOutput.Write(
            this,
            path,
            Stream(cancellationToken => ServerTests.RunAsync(
                store, StorePath is null
                    ? null
                    : path, TimeSpan.FromSeconds(TimeoutSeconds), WarningDays, cancellationToken)),
            Quiet,
            Summary));
    }
}

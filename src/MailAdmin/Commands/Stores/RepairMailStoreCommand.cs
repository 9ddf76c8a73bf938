using System.Management.Automation;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Stores;

/// <summary>Repairs what Test-MailStore finds.</summary>
/// <remarks>
/// Repairs the findings from the pipeline; without any, checks the store and repairs everything that can be repaired.
/// Caches are rebuilt from the log; damaged parts of the log are quarantined, never deleted. A message whose record is
/// damaged is put back into its mailbox, or moved to the folder lost+found of the store when nothing says whose it is.
/// Writes each finding and whether it was repaired.
/// </remarks>
/// <example>
///   <summary>Check the store and repair everything that can be</summary>
///   <code>Repair-MailStore -Confirm:$false</code>
/// </example>
/// <example>
///   <summary>Repair only what is an error</summary>
///   <code>Test-MailStore | Where-Object Severity -eq Error | Repair-MailStore -Confirm:$false</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Repair, "MailStore", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpLocation.Root + "Repair-MailStore")]
[OutputType(typeof(MailStoreFinding))]
public sealed class RepairMailStoreCommand : AsyncMailAdminCmdlet
{
    private readonly List<MailStoreFinding> findings = [];

    /// <summary>
    /// The folder of the store. Default: the store of Connect-MailStore, then $env:MAILADMIN_STORE, then the data
    /// folder of the user.
    /// </summary>
    [Parameter(Position = 0)]
    [Alias("StorePath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>What Test-MailStore found. Default: everything that is found now.</summary>
    [Parameter(ValueFromPipeline = true)]
    public MailStoreFinding[]? Finding { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => findings.AddRange(Finding ?? []);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // An empty pipeline asks for nothing; it must not be taken for "everything".
        bool isAll = !MyInvocation.ExpectingInput && Finding is null;
        if (findings.Count == 0 && !isAll)
        {
            return;
        }

        IMailAdministration store = OpenStore(Path);
        MailText action = isAll
            ? MailText.Of("Action.RepairStore")
            : MailText.Of("Action.RepairFindings", findings.Count);
        Attempt(Path ?? "", () =>
        {
            if (ShouldProcess(ResolveStorePath(Path), action))
            {
                IReadOnlyList<MailStoreFinding> repaired = CallWithProgress(
                    (progress, cancellationToken) =>
                        store.SendAsync(new RepairStore(isAll ? null : findings), progress, cancellationToken));
                WriteObject(repaired, enumerateCollection: true);
            }
        });
    }
}

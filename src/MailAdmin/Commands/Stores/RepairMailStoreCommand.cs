using System.Management.Automation;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Stores;

/// <summary>Repairs what Test-MailStore finds.</summary>
/// <remarks>
/// Repairs the findings from the pipeline, each in the store where it was found; without any, checks the store and
/// repairs everything that can be repaired. Caches are rebuilt from the log; damaged parts of the log are quarantined,
/// never deleted. A message whose record is damaged is put back into its mailbox, or moved to the folder lost+found of
/// the store when nothing says whose it is. Writes each finding and whether it was repaired.
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
    private readonly Dictionary<string, List<MailStoreFinding>> findings = [];

    /// <summary>
    /// The folder of the store. Default: the store in which a finding was found; without findings the store of
    /// Connect-MailStore, then $env:MAILADMIN_STORE, then the data folder of the user.
    /// </summary>
    [Parameter(Position = 0)]
    [Alias("StorePath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>What Test-MailStore found. Default: everything that is found now.</summary>
    [Parameter(ValueFromPipeline = true)]
    public MailStoreFinding[]? Finding { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (MailStoreFinding finding in Finding ?? [])
        {
            string path = ResolveStorePath(Path ?? (finding.StorePath.Length > 0 ? finding.StorePath : null));
            if (!findings.TryGetValue(path, out List<MailStoreFinding>? ofStore))
            {
                findings[path] = ofStore = [];
            }

            ofStore.Add(finding);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // An empty pipeline asks for nothing; it must not be taken for "everything".
        if (!MyInvocation.ExpectingInput && Finding is null)
        {
            Repair(ResolveStorePath(Path), chosen: null, MailText.Of("Action.RepairStore"));
        }

        foreach ((string path, List<MailStoreFinding> chosen) in findings)
        {
            Repair(path, chosen, MailText.Of("Action.RepairFindings", chosen.Count));
        }
    }

    private void Repair(string path, IReadOnlyList<MailStoreFinding>? chosen, MailText action)
    {
        IMailAdministration store = OpenStore(path);
        Attempt(path, () =>
        {
            if (ShouldProcess(path, action))
            {
                IReadOnlyList<MailStoreFinding> repaired = CallWithProgress(
                    (progress, cancellationToken) =>
                        store.SendAsync(new RepairStore(chosen), progress, cancellationToken));
                WriteObject(
                    repaired.Select(finding => finding with { StorePath = path }), enumerateCollection: true);
            }
        });
    }
}

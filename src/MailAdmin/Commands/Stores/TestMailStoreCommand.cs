using System.Management.Automation;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Stores;

/// <summary>Reads the whole store and checks its integrity.</summary>
/// <remarks>
/// Writes what it finds: damaged records, missing files, caches that do not agree with the log, and what was found when
/// the store was opened. Changes nothing, and may run while the store is in use. A healthy store produces no output.
/// </remarks>
/// <example>
///   <summary>Check the store</summary>
///   <code>Test-MailStore</code>
/// </example>
/// <example>
///   <summary>Check the store and repair what can be repaired</summary>
///   <code>Test-MailStore | Where-Object Repairable | Repair-MailStore</code>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "MailStore", HelpUri = HelpLocation.Root + "Test-MailStore")]
[OutputType(typeof(MailStoreFinding))]
public sealed class TestMailStoreCommand : AsyncMailAdminCmdlet
{
    /// <summary>
    /// The folder of the store. Default: the store of Connect-MailStore, then $env:MAILADMIN_STORE, then the data
    /// folder of the user.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("StorePath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IMailAdministration store = OpenStore(Path);
        Attempt(Path ?? "", () =>
        {
            string path = ResolveStorePath(Path);
            IReadOnlyList<MailStoreFinding> findings = CallWithProgress(
                (progress, cancellationToken) => store.SendAsync(new CheckStore(), progress, cancellationToken));
            WriteObject(findings.Select(finding => finding with { StorePath = path }), enumerateCollection: true);
        });
    }
}

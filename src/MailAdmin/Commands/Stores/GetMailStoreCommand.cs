using System.Management.Automation;
using MailAdmin.Pipeline;
using MailAdmin.Requests;

namespace MailAdmin.Commands.Stores;

/// <summary>Gets a store, with its settings and contents.</summary>
/// <remarks>
/// OwnerProcessId is the process that has the store open now; every cmdlet works through it. Finding has what was
/// damaged when that process opened the store.
/// </remarks>
/// <example>
///   <summary>Show everything about the store</summary>
///   <code>Get-MailStore | Format-List</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailStore", HelpUri = HelpLocation.Root + "Get-MailStore")]
[OutputType(typeof(MailStore))]
public sealed class GetMailStoreCommand : AsyncMailAdminCmdlet
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
    protected override void ProcessRecord() =>
        WriteObject(Require(Path ?? "", () => Send(OpenStore(Path), new GetStore())));
}

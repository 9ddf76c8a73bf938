using System.Management.Automation;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Stores;

/// <summary>Selects the store that the cmdlets of this session use.</summary>
/// <remarks>
/// The store must exist. Connecting does not lock it. -StorePath of a cmdlet takes precedence. Damage that was found
/// when the store was opened is a warning for each finding; Test-MailStore has more about it.
/// </remarks>
/// <example>
///   <summary>Work with a store in another folder</summary>
///   <code>Connect-MailStore ./store</code>
/// </example>
[Cmdlet(VerbsCommunications.Connect, "MailStore", HelpUri = HelpLocation.Root + "Connect-MailStore")]
[OutputType(typeof(MailStore))]
public sealed class ConnectMailStoreCommand : AsyncMailAdminCmdlet
{
    /// <summary>The folder of the store. Default: $env:MAILADMIN_STORE, or the data folder of the user.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("StorePath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        MailStore store = Require(Path ?? "", () => Send(OpenStore(Path), new GetStore()));
        StoreAccess.Connect(ResolveStorePath(Path));
        foreach (MailStoreFinding finding in store.Finding)
        {
            WriteWarning(MailText.Of("Warning.StoreFinding", finding.Target, finding.Text).ToString());
        }

        WriteObject(store);
    }
}

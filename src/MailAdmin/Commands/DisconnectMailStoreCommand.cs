using System.Management.Automation;

namespace MailAdmin.Commands;

/// <summary>Ends the use of the store of Connect-MailStore.</summary>
/// <remarks>Cmdlets of this session use $env:MAILADMIN_STORE or the default store again. Listeners go on.</remarks>
/// <example>
///   <summary>Go back to the default store</summary>
///   <code>Disconnect-MailStore</code>
/// </example>
[Cmdlet(VerbsCommunications.Disconnect, "MailStore")]
[OutputType(typeof(void))]
public sealed class DisconnectMailStoreCommand : AsyncMailAdminCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!Stores.Disconnect())
        {
            WriteVerbose("This session was not connected to a store.");
        }
    }
}

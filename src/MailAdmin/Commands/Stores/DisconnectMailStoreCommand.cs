using System.Management.Automation;
using MailAdmin.Pipeline;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Stores;

/// <summary>Stops using the store that Connect-MailStore selected.</summary>
/// <remarks>
/// Cmdlets of this session use $env:MAILADMIN_STORE or the default store again. Listeners keep running; without any,
/// the store is released for other processes at once.
/// </remarks>
/// <example>
///   <summary>Go back to the default store</summary>
///   <code>Disconnect-MailStore</code>
/// </example>
[Cmdlet(VerbsCommunications.Disconnect, "MailStore", HelpUri = HelpLocation.Root + "Disconnect-MailStore")]
[OutputType(typeof(void))]
public sealed class DisconnectMailStoreCommand : AsyncMailAdminCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string? path = StoreConnection.IsFailed ? null : StoreConnection.Path;
        StoreConnection.Clear();
        if (path is null)
        {
            WriteVerbose(MailText.Of("Verbose.NotConnected").ToString());
            return;
        }

        Call(_ => StoreAccess.ReleaseAsync(path));
    }
}

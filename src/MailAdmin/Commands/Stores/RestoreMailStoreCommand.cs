using System.Management.Automation;
using MailAdmin.Pipeline;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Stores;

/// <summary>Restores a store from a backup.</summary>
/// <remarks>
/// The store comes into a folder that is empty or does not exist; with -Force a store that is there is moved aside, not
/// deleted, and must not be in use. Every file is compared with the SHA-256 in the manifest of the backup, and one that
/// is damaged is named; the folder changes only when everything is copied and right. If that is interrupted, run it
/// again.
/// </remarks>
/// <example>
///   <summary>Restore the newest backup into a new folder and check it</summary>
///   <code>
/// Backup-MailStore ./backups | Restore-MailStore -StorePath ./restored
/// Test-MailStore ./restored
///   </code>
/// </example>
[Cmdlet(VerbsData.Restore, "MailStore", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpLocation.Root + "Restore-MailStore")]
[OutputType(typeof(MailStoreRestore))]
public sealed class RestoreMailStoreCommand : AsyncMailAdminCmdlet
{
    /// <summary>The folder of a backup, or the destination of backups: its newest complete one.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The folder of the restored store.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string StorePath { get; set; } = "";

    /// <summary>
    /// Restores into a folder that is not empty: what is there is moved aside, into a folder with '.former-1' (or the
    /// next free number) after its name.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string backup = ResolveUnconnectedPath(Path);
        string store = ResolveUnconnectedPath(StorePath);
        Attempt(backup, () =>
        {
            if (ShouldProcess(store, MailText.Of("Action.RestoreStore", backup)))
            {
                WriteObject(CallWithProgress((progress, cancellationToken) =>
                    StoreAccess.RestoreAsync(backup, store, Force, progress, cancellationToken)));
            }
        });
    }
}

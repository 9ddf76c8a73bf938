using System.Management.Automation;
using MailAdmin.Contracts;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Stores;

/// <summary>Backs up a store while it is in use.</summary>
/// <remarks>
/// Each backup is a folder in the destination and is whole by itself: mail, accounts, settings, queue, keys,
/// certificate and message trace. Every message that was accepted before the backup began is in it. Only what is new
/// since the backup before is copied; files that did not change are shared with it where the disk allows (hard links).
/// A backup is complete when it has its manifest.json with the SHA-256 of each file; what an interrupted backup left is
/// removed by the next one. The log of the server is not in a backup. The keys of the store are: protect the
/// destination as you protect the store. The files are written by the process that owns the store.
/// </remarks>
/// <example>
///   <summary>Back up the store, check the backup, and keep the last seven</summary>
///   <code>Backup-MailStore -Destination ./backups -Retain 7 -Verify</code>
/// </example>
/// <example>
///   <summary>See what a backup copied</summary>
///   <code>Backup-MailStore ./backups | Select-Object Path, Size, NewSize, Messages</code>
/// </example>
[Cmdlet(VerbsData.Backup, "MailStore", SupportsShouldProcess = true, HelpUri = HelpLocation.Root + "Backup-MailStore")]
[OutputType(typeof(MailStoreBackup))]
public sealed class BackupMailStoreCommand : AsyncMailAdminCmdlet
{
    /// <summary>The folder of backups, outside of the store. It is created if needed.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>
    /// The number of complete backups of this store that are kept, with the new one; older ones are removed when the
    /// new one is complete. Default: all are kept.
    /// </summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Retain { get; set; }

    /// <summary>
    /// Reads every file of the backup again and compares it with its SHA-256, those that are shared with the backup
    /// before too. One that is damaged there is an error, and is copied from the store again.
    /// </summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <summary>
    /// The folder of the store. Default: the store of Connect-MailStore, then $env:MAILADMIN_STORE, then the data
    /// folder of the user.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    public string? StorePath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IMailAdministration store = OpenStore(StorePath);
        string destination = ResolveUnconnectedPath(Destination);
        Attempt(destination, () =>
        {
            if (ShouldProcess(ResolveStorePath(StorePath), MailText.Of("Action.BackupStore", destination)))
            {
                Write(store, new StoreBackupOptions(destination, Retain, Verify));
            }
        });
    }

    private void Write(IMailAdministration store, StoreBackupOptions options)
    {
        IRequest<MailStoreBackup> request = Sign(new BackupStore(options));
        MailStoreBackup backup = CallWithProgress(
            (progress, cancellationToken) => store.SendAsync(request, progress, cancellationToken));
        WriteObject(backup);
        foreach (string file in backup.Damaged)
        {
            WriteError(ErrorRecords.Of(MailException.Of(MailError.BackupDamaged, file), file));
        }
    }
}

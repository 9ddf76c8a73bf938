using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Contents;

/// <summary>Writes messages of accounts to files.</summary>
/// <remarks>
/// Writes to a folder below -Path that is named after the address; with -Format Zip to an archive of that name.
/// Messages are written byte for byte; dates and flags are kept: in EML and Maildir files the date of the file is that
/// at which the message arrived; Maildir has flags in the names of files, the first 26 keywords of a folder in
/// dovecot-keywords; mbox has them in the Status fields, and a message without an end of line at its end gets one; EML
/// and Zip have flags in the file mailadmin-content.jsonl beside the messages. Characters that a platform does not
/// allow in names of files are written as %XX. A second export to the same path adds only messages that are new since,
/// and does not remove what was removed or flagged in the store. An export that is interrupted leaves no incomplete
/// file. One object for each folder is written. Import-MailContent reads everything back.
/// </remarks>
/// <example>
///   <summary>Keep the mail of an account as a Maildir</summary>
///   <code>Export-MailContent ann@example.test -Path ./export -Format Maildir</code>
/// </example>
/// <example>
///   <summary>Write an archive for each account, and add what is new on the next run</summary>
///   <code>Get-MailAccount | Export-MailContent -Path ./archive -Format Zip</code>
/// </example>
/// <example>
///   <summary>Save what somebody sent as EML files</summary>
///   <code>Export-MailContent ann@example.test -Path ./case -Sender bob@example.test</code>
/// </example>
[Cmdlet(VerbsData.Export, "MailContent", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Export-MailContent")]
[OutputType(typeof(MailContentTransfer))]
public sealed class ExportMailContentCommand : ContentCmdlet
{
    /// <summary>
    /// The address of the account; '*' and '?' are wildcards. Default: all. A domain from the pipeline stands for its
    /// accounts.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Address")]
    [Identity(nameof(Account), "Address", DomainMeansItsAddresses = true)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    [SupportsWildcards]
    public string[] Account { get; set; } = ["*"];

    /// <summary>The folder in which a folder or an archive is made for each account.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>How messages are kept: Eml, Mbox, Maildir or Zip.</summary>
    [Parameter]
    public MailContentFormat Format { get; set; } = MailContentFormat.Eml;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string account in Account)
        {
            Attempt(account, () => Export(account));
        }
    }

    private void Export(string account)
    {
        ContentFilter filter = FilterFor(account);
        string path = GetUnresolvedProviderPathFromPSPath(Path);
        if (!ShouldProcess(account, MailText.Of("Action.ExportContent", path)))
        {
            return;
        }

        ContentTransferReport report = new(this, Post);
        WriteEach(Stream(cancellationToken => ContentAccess.ExportAsync(
            Administration, filter, Format, path, report.Fail, report.Advance, cancellationToken)));
        report.Complete();
    }
}

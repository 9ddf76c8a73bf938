using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Contents;

/// <summary>Reads messages from files into an account.</summary>
/// <remarks>
/// Takes EML files, mbox files of every variant, Maildir and Maildir++, ZIP archives of EML files, and folders with any
/// of these in them; what a file is, is found out. Folders of the source become folders of the account, and folders
/// such as Sent or Papierkorb get their purpose. Dates and flags are kept: from the names and dates of Maildir files,
/// the From_ lines and Status fields of mbox (dates without a zone are UTC), the file mailadmin-content.jsonl of an
/// export; other EML files have the date of their Date field. Line ends of Unix become those of mail. A message that
/// its folder has already, byte for byte, is skipped, so that a second run adds only what is new, also after a run that
/// was interrupted; a message that was removed from the folder meanwhile is added again. What is not a message, is
/// larger than MaxMessageSize or contains NUL characters is an error that names the file and, in an mbox, the number of
/// the message; the others are imported. When the quota is used up the import ends with an error. Links are not
/// followed.
/// </remarks>
/// <example>
///   <summary>Import a Maildir, with the folders in it</summary>
///   <code>Import-MailContent ann@example.test -Path ./Maildir</code>
/// </example>
/// <example>
///   <summary>Import the mbox file of a mail program into a folder</summary>
///   <code>Import-MailContent ann@example.test -Path ./Old.mbox -Folder Archive/Old</code>
/// </example>
/// <example>
///   <summary>Import what an export wrote, into another account</summary>
///   <code>Import-MailContent bob@example.test -Path ./archive/ann@example.test.zip</code>
/// </example>
[Cmdlet(VerbsData.Import, "MailContent", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Import-MailContent")]
[OutputType(typeof(MailContentTransfer))]
public sealed class ImportMailContentCommand : MailAdminCmdlet
{
    /// <summary>The address of the account.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Address")]
    [Identity(nameof(Account), "Address", Single = true)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string Account { get; set; } = "";

    /// <summary>A file or a folder with messages.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>
    /// The folder for messages that the source has in no folder, such as those of a single file; folders of the source
    /// go below it. It is created when it does not exist. Default: INBOX, and folders of the source by their names.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MailboxNameCompleter))]
    public string? Folder { get; set; }

    /// <summary>
    /// The variant of mbox files: Mboxo, Mboxrd, Mboxcl or Mboxcl2. Auto finds it out: by Content-Length fields that
    /// lead to the next message, and by the lines that are quoted.
    /// </summary>
    [Parameter]
    public MboxVariant MboxVariant { get; set; } = MboxVariant.Auto;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            Attempt(path, () => Import(GetUnresolvedProviderPathFromPSPath(path)));
        }
    }

    private void Import(string path)
    {
        string account = EmailAddress.Parse(Account).ToString();
        Send(new GetAccount(EmailAddress.Parse(Account)));
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw MailException.Of(
                MailError.InvalidArgument.As("FileNotReadable"), path, MailText.Of("Platform.FileMissing"));
        }

        if (!ShouldProcess(account, MailText.Of("Action.ImportContent", path)))
        {
            return;
        }

        ContentTransferReport report = new(this, Post);
        WriteEach(Stream(cancellationToken => ContentAccess.ImportAsync(
            Administration,
            (account, path, string.IsNullOrEmpty(Folder) ? null : Folder),
            MboxVariant,
            report.Fail,
            report.Advance,
            cancellationToken)));
        report.Complete();
    }
}

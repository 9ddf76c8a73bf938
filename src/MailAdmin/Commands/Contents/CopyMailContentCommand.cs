using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Contents;

/// <summary>Copies messages from another IMAP server into an account.</summary>
/// <remarks>
/// Copies every folder of the user with the bytes, flags, keywords and dates of its messages. Folders for sent mail,
/// drafts, junk, trash and archive go to those of the account: by the purpose that the server names (SPECIAL-USE), else
/// by their names in several languages. Folders that only show messages of others, such as Gmail's All Mail, are left
/// out. Nothing is changed on the other server; messages stay unread there. Run it again to copy what is new; a copy
/// that was interrupted, also by a power failure, goes on where it was, with no message twice and none missing: what
/// was copied is recorded in the folder copy of the store after the account has it, and what was not recorded is
/// recognised by its bytes. A message that was removed from the account meanwhile is not copied again. A message that
/// cannot be copied is an error that names it, and the others go on. One object for each folder is written.
/// </remarks>
/// <example>
///   <summary>Move the mail of a user in from another server</summary>
///   <code>Copy-MailContent ann@example.test -FromServer imap.other.example -FromCredential ann@other.example</code>
/// </example>
[Cmdlet(VerbsCommon.Copy, "MailContent", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Copy-MailContent")]
[OutputType(typeof(MailContentTransfer))]
public sealed class CopyMailContentCommand : MailAdminCmdlet
{
    /// <summary>The address of the account that receives the messages.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Address")]
    [Identity(nameof(Account), "Address", Single = true)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string Account { get; set; } = "";

    /// <summary>The name of the IMAP server to copy from, or its IP address.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string FromServer { get; set; } = "";

    /// <summary>User name and password there.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Credential]
    public PSCredential FromCredential { get; set; } = PSCredential.Empty;

    /// <summary>The port. Default: 993; with -TlsMode StartTls or None 143.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(int))]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>
    /// How the connection is protected. Auto: STARTTLS at port 143, otherwise TLS from the first byte. None sends the
    /// password in plain text.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(TlsMode))]
    public TlsMode TlsMode { get; set; } = TlsMode.Auto;

    /// <summary>Continues with an invalid certificate. Whoever is between can then read the password.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Attempt(Account, Copy);

    private void Copy()
    {
        string account = EmailAddress.Parse(Account).ToString();
        Send(new GetAccount(EmailAddress.Parse(Account)));
        if (!ShouldProcess(account, MailText.Of("Action.CopyContent", FromServer)))
        {
            return;
        }

        ContentTransferReport report = new(this, Post);
        WriteEach(Stream(cancellationToken => ContentAccess.CopyAsync(
            Administration,
            (account, System.IO.Path.Combine(ResolveStorePath(StorePath), "copy")),
            (FromServer, Port, TlsMode, SkipCertificateCheck, FromCredential.GetNetworkCredential()),
            report.Fail,
            report.Advance,
            cancellationToken)));
        report.Complete();
    }
}

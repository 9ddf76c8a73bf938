using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Accounts;

/// <summary>Creates app passwords: further passwords of an account, each for one device or program.</summary>
/// <remarks>
/// The password is in the property AppPassword of the object that is written, and nowhere else: only a verifier is
/// stored (SCRAM-SHA-256). It is entered with or without the blanks. It logs on with PLAIN, LOGIN, POP3 USER and PASS,
/// and IMAP LOGIN; SCRAM works with the account's own password only. An account can have 50 app passwords. They stay
/// when the password of the account changes or the account is renamed, and do not log on while the account, its domain
/// or the protocol is disabled.
/// </remarks>
/// <example>
///   <summary>Create an app password for a phone and show it</summary>
///   <code>New-MailAppPassword ann@example.test -Name phone</code>
/// </example>
/// <example>
///   <summary>Give every account an app password that only sends, for a year</summary>
///   <code>
///     $nextYear = [datetime]::Today.AddYears(1)
///     Get-MailAccount | New-MailAppPassword -Name scanner -Protocol Smtp -Expires $nextYear
///   </code>
/// </example>
[Cmdlet(
    VerbsCommon.New, "MailAppPassword", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "New-MailAppPassword")]
[OutputType(typeof(MailAppPassword))]
public sealed class NewMailAppPasswordCommand : AccountCmdlet
{
    // Selects the view that has the password in its table: people at a prompt must see it, as they never can again.
    private const string ViewName = "MailAdmin.MailAppPassword#AppPassword";

    /// <summary>
    /// What the app password is for. An account has each name once; upper and lower case are the same.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    /// <summary>The protocols for which it works: Smtp (to send), Pop3, Imap. Default: all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(MailProtocol), Several = true)]
    public MailProtocol[]? Protocol { get; set; }

    /// <summary>When it stops working. Default: never.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(DateTimeOffset))]
    public DateTimeOffset? Expires { get; set; }

    /// <summary>
    /// What comes from the pipeline. Of an object that Get-MailAccount wrote, only its address is taken.
    /// </summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void Process(string text, EmailAddress address)
    {
        MailProtocol[] protocols = Given.Has(nameof(Protocol), InputObject?.BaseObject is MailAccount)
            ? Protocol ?? []
            : [];
        Change(
            text,
            MailText.Of("Action.CreateAppPassword", Name),
            new CreateAppPassword(address, Name, protocols, Expires),
            Show,
            static _ => true);
    }

    private void Show(MailAppPassword created)
    {
        PSObject shown = new(created);
        shown.TypeNames.Insert(0, ViewName);
        WriteObject(shown);
    }
}

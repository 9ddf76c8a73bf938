using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Accounts;

/// <summary>Changes the address of an account.</summary>
/// <remarks>
/// Mail, UIDs and the password are kept. The new address may be in another domain of the store. Mail to the old address
/// is refused, unless you create an alias for it.
/// </remarks>
/// <example>
///   <summary>Rename an account and keep the old address as an alias</summary>
///   <code>
///   Rename-MailAccount ann@example.test ann.smith@example.test
///   New-MailAlias ann@example.test -Target ann.smith@example.test
///   </code>
/// </example>
[Cmdlet(VerbsCommon.Rename, "MailAccount", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Rename-MailAccount")]
[OutputType(typeof(MailAccount))]
public sealed class RenameMailAccountCommand : MailAdminCmdlet
{
    /// <summary>The present address of the account.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address), Single = true)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string Address { get; set; } = "";

    /// <summary>The address that it gets.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NewAddressCompleter))]
    public string NewAddress { get; set; } = "";

    /// <summary>Writes the changed account.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string text = Address;
        Attempt(text, () =>
        {
            EmailAddress address = EmailAddress.Parse(text);
            EmailAddress newAddress = EmailAddress.Parse(NewAddress);
            Change(
                text, MailText.Of("Action.RenameAccount", newAddress), new RenameAccount(address, newAddress), PassThru
                    ? WriteObject
                    : null);
        });
    }
}

using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Accounts;

/// <summary>Changes the properties of accounts.</summary>
/// <remarks>
/// Only what is given is changed; $null restores the default. From an object of Get-MailAccount only the address is
/// used; from a row of a CSV file every column that has the name of a parameter, unless its cell is empty.
/// Set-MailAccountPassword changes the password, Rename-MailAccount the address.
/// </remarks>
/// <example>
///   <summary>Give all accounts of a domain 5 GB</summary>
///   <code>Get-MailAccount -Domain example.test | Set-MailAccount -Quota '5 GB'</code>
/// </example>
/// <example>
///   <summary>Forward what an account receives and show it</summary>
///   <code>Set-MailAccount ann@example.test -ForwardTo bob@example.test -KeepCopy $true -PassThru</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "MailAccount", SupportsShouldProcess = true, HelpUri = HelpLocation.Root + "Set-MailAccount")]
[OutputType(typeof(MailAccount))]
public sealed class SetMailAccountCommand : AccountValuesCmdlet
{
    /// <summary>The address of the account.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address))]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string[] Address { get; set; } = [];

    /// <summary>
    /// What comes from the pipeline. Of an object that Get-MailAccount wrote, only its address is taken; what to change
    /// is in the other parameters.
    /// </summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Writes the changed account.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address)
        {
            Attempt(text, () =>
            {
                EmailAddress address = EmailAddress.Parse(text);
                AccountProperties properties = ReadValues(InputObject?.BaseObject is MailAccount);
                Change(
                    text,
                    MailText.Of("Action.ChangeAccount"),
                    new SetAccount(address, properties),
                    changed =>
                    {
                        WarnOfMissing(text, properties.ForwardTo);
                        if (PassThru)
                        {
                            WriteObject(changed);
                        }
                    });
            });
        }
    }
}

using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Aliases;

/// <summary>Changes the properties of aliases.</summary>
/// <remarks>
/// Only the parameters that are given are changed. From an object of Get-MailAlias only the address is used.
/// </remarks>
/// <example>
///   <summary>Replace the targets of an alias</summary>
///   <code>Set-MailAlias sales@example.test -Target bob@example.test -PassThru</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "MailAlias", SupportsShouldProcess = true, HelpUri = HelpLocation.Root + "Set-MailAlias")]
[OutputType(typeof(MailAlias))]
public sealed class SetMailAliasCommand : MailAdminCmdlet
{
    /// <summary>The address of the alias.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address))]
    [ArgumentCompleter(typeof(AliasAddressCompleter))]
    public string[] Address { get; set; } = [];

    /// <summary>
    /// What comes from the pipeline. Of an object that Get-MailAlias wrote, only its address is taken; what to change
    /// is in the other parameters.
    /// </summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The addresses that it stands for from now on, instead of those before.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(string), Several = true)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string[]? Target { get; set; }

    /// <summary>Mail to it is refused; -Disabled:$false takes it again.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(SwitchParameter))]
    public SwitchParameter Disabled { get; set; }

    /// <summary>
    /// Whether it takes mail. Objects and files have it; -Disabled is shorter to type.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(bool))]
    public bool? Enabled { get; set; }

    /// <summary>Writes the changed alias.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address)
        {
            Attempt(text, () =>
            {
                bool fromOwnObject = InputObject?.BaseObject is MailAlias;
                EmailAddress address = EmailAddress.Parse(text);
                IReadOnlyList<EmailAddress>? targets = Given.Has(nameof(Target), fromOwnObject)
                    ? AddressList.Parse(Target)
                    : null;
                bool? enabled = Given.Enabled(Enabled, Disabled, fromOwnObject);
                Change(
                    text,
                    MailText.Of("Action.ChangeAlias"),
                    new SetAlias(address, targets, enabled),
                    changed =>
                    {
                        WarnOfMissing(text, targets ?? []);
                        if (PassThru)
                        {
                            WriteObject(changed);
                        }
                    });
            });
        }
    }
}

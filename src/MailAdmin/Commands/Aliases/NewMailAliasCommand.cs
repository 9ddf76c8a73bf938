using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Aliases;

/// <summary>Creates aliases: addresses whose mail goes to other addresses.</summary>
/// <remarks>
/// The targets of an alias are accounts, other aliases, groups or external addresses. An alias that leads back to
/// itself is refused.
/// </remarks>
/// <example>
///   <summary>Deliver mail for sales to two people</summary>
///   <code>New-MailAlias sales@example.test -Target ann@example.test, bob@example.test</code>
/// </example>
[Cmdlet(VerbsCommon.New, "MailAlias", SupportsShouldProcess = true, HelpUri = HelpLocation.Root + "New-MailAlias")]
[OutputType(typeof(MailAlias))]
public sealed class NewMailAliasCommand : MailAdminCmdlet
{
    /// <summary>The address of the alias.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address))]
    [ArgumentCompleter(typeof(NewAddressCompleter))]
    public string[] Address { get; set; } = [];

    /// <summary>The addresses that it stands for.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(string), Several = true)]
    [ArgumentCompleter(typeof(AccountAddressCompleter))]
    public string[]? Target { get; set; }

    /// <summary>It is created disabled: mail to it is refused.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(SwitchParameter))]
    public SwitchParameter Disabled { get; set; }

    /// <summary>
    /// Whether it takes mail. Default: true. Objects and files have it;
    /// -Disabled is shorter to type.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FromText(typeof(bool))]
    public bool? Enabled { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address)
        {
            Attempt(text, () =>
            {
                EmailAddress address = EmailAddress.Parse(text);
                IReadOnlyList<EmailAddress> targets = AddressList.Parse(Target);
                bool enabled = Given.Enabled(Enabled, Disabled, fromOwnObject: false) ?? true;
                Change(
                    text,
                    MailText.Of("Action.CreateAlias"),
                    new CreateAlias(address, targets, enabled),
                    created =>
                    {
                        WarnOfMissing(text, targets);
                        WriteObject(created);
                    });
            });
        }
    }
}

using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Aliases;

/// <summary>Removes aliases.</summary>
/// <remarks>Mail to the address is refused from then on. Messages that were already delivered are kept.</remarks>
/// <example>
///   <summary>Remove an alias</summary>
///   <code>Remove-MailAlias sales@example.test</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "MailAlias", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Remove-MailAlias")]
[OutputType(typeof(void))]
public sealed class RemoveMailAliasCommand : MailAdminCmdlet
{
    /// <summary>The address of the alias. Wildcards are not expanded.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address))]
    [ArgumentCompleter(typeof(AliasAddressCompleter))]
    public string[] Address { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address)
        {
            Attempt(text, () =>
            {
                EmailAddress address = EmailAddress.Parse(text);
                Change(text, MailText.Of("Action.RemoveAlias"), new RemoveAlias(address));
            });
        }
    }
}

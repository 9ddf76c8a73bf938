using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Groups;

/// <summary>Removes groups.</summary>
/// <remarks>Mail to the address is refused from then on. The members and their mail are not changed.</remarks>
/// <example>
///   <summary>Remove a group</summary>
///   <code>Remove-MailGroup team@example.test</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "MailGroup", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Remove-MailGroup")]
[OutputType(typeof(void))]
public sealed class RemoveMailGroupCommand : MailAdminCmdlet
{
    /// <summary>The address of the group. Wildcards are not expanded.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address))]
    [ArgumentCompleter(typeof(GroupAddressCompleter))]
    public string[] Address { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address)
        {
            Attempt(text, () =>
            {
                EmailAddress address = EmailAddress.Parse(text);
                Change(text, MailText.Of("Action.RemoveGroup"), new RemoveGroup(address));
            });
        }
    }
}

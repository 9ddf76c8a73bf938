using System.Management.Automation;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Groups;

/// <summary>Removes members from groups.</summary>
/// <remarks>An address that is not a member is ignored. Messages that were already delivered are kept.</remarks>
/// <example>
///   <summary>Take somebody out of every group</summary>
///   <code>Get-MailGroup | Remove-MailGroupMember -Member ann@example.test</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "MailGroupMember", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Remove-MailGroupMember")]
[OutputType(typeof(MailGroup))]
public sealed class RemoveMailGroupMemberCommand : GroupMembersCmdlet
{
    /// <inheritdoc/>
    private protected override MailText Describe(string members) => MailText.Of("Action.RemoveMembers", members);

    private protected override ChangeGroupMembers RequestFor(EmailAddress group, IReadOnlyList<EmailAddress> members) =>
        new(group, [], members);
}

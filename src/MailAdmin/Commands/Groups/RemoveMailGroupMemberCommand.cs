using System.Management.Automation;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Groups;

/// <summary>Removes members from groups.</summary>
/// <remarks>An address that is not a member is a warning. Messages that were already delivered are kept.</remarks>
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

    private protected override void WarnOf(
        string group, IReadOnlyList<EmailAddress> members, GroupMembersOutcome outcome)
    {
        foreach (EmailAddress address in outcome.NotMember)
        {
            WriteWarning(MailText.Of("Warning.NotMember", group, address).ToString());
        }
    }

    private protected override ChangeGroupMembers RequestFor(EmailAddress group, IReadOnlyList<EmailAddress> members) =>
        new(group, [], members);
}

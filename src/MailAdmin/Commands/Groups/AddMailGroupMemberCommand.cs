using System.Management.Automation;
using MailAdmin.Requests;
using MailAdmin.Texts;

namespace MailAdmin.Commands.Groups;

/// <summary>Adds members to groups.</summary>
/// <remarks>An address that is already a member is left as it is.</remarks>
/// <example>
///   <summary>Add two people to a group</summary>
///   <code>Add-MailGroupMember team@example.test -Member ann@example.test, bob@partner.test</code>
/// </example>
[Cmdlet(VerbsCommon.Add, "MailGroupMember", SupportsShouldProcess = true,
    HelpUri = HelpLocation.Root + "Add-MailGroupMember")]
[OutputType(typeof(MailGroup))]
public sealed class AddMailGroupMemberCommand : GroupMembersCmdlet
{
    /// <inheritdoc/>
    private protected override MailText Describe(string members) => MailText.Of("Action.AddMembers", members);

    private protected override void WarnOf(
        string group, IReadOnlyList<EmailAddress> members, GroupMembersOutcome outcome) =>
        WarnOfMissing(group, members);

    private protected override ChangeGroupMembers RequestFor(EmailAddress group, IReadOnlyList<EmailAddress> members) =>
        new(group, members, []);
}

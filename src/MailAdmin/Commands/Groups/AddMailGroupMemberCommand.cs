using System.Management.Automation;
using MailAdmin.Requests;

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
    protected override string Describe(string members) => $"Add {members} to group";

    private protected override ChangeGroupMembers RequestFor(EmailAddress group, IReadOnlyList<EmailAddress> members) =>
        new(group, members, []);
}

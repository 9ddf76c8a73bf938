using System.Management.Automation;

namespace MailAdmin.Commands.Groups;

/// <summary>Gets the members of groups, one object for each member.</summary>
/// <remarks>A member that is itself a group is listed as one member.</remarks>
/// <example>
///   <summary>List who receives the mail of a group</summary>
///   <code>Get-MailGroupMember team@example.test</code>
/// </example>
/// <example>
///   <summary>Find the groups that an address is a member of</summary>
///   <code>Get-MailGroupMember | Where-Object Member -EQ ann@example.test</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailGroupMember", HelpUri = HelpLocation.Root + "Get-MailGroupMember")]
[OutputType(typeof(MailGroupMember))]
public sealed class GetMailGroupMemberCommand : GroupSearchCmdlet
{
    /// <inheritdoc/>
    protected override void Write(MailGroup group) => WriteObject(
        group.Member.Select(
            member => new MailGroupMember
            {
                Address = group.Address,
                Member = member,
                MemberDomain = EmailAddress.Parse(member).Domain.Ascii,
            }),
        enumerateCollection: true);
}

using System.Management.Automation;
using MailAdmin.Arguments;
using MailAdmin.Completion;
using MailAdmin.Pipeline;

namespace MailAdmin.Commands.Groups;

/// <summary>Gets the members of groups, one object for each member.</summary>
/// <remarks>A member that is a group itself is listed as it stands.</remarks>
/// <example>
///   <summary>List who gets the mail of a group</summary>
///   <code>Get-MailGroupMember team@example.test</code>
/// </example>
/// <example>
///   <summary>Find the groups that somebody is in</summary>
///   <code>Get-MailGroupMember | Where-Object Member -EQ ann@example.test</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "MailGroupMember")]
[OutputType(typeof(MailGroupMember))]
public sealed class GetMailGroupMemberCommand : MailAdminCmdlet
{
    /// <summary>The address of the group; '*' and '?' are wildcards. Default: all groups.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Identity(nameof(Address), DomainMeansItsAddresses = true)]
    [ArgumentCompleter(typeof(GroupAddressCompleter))]
    [SupportsWildcards]
    public string[] Address { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Address)
        {
            Attempt(text, () =>
            {
                foreach (MailGroup group in GroupSearch.Find(text, pattern => Stream(cancellationToken => Administration.GetGroupsAsync(pattern, cancellationToken))))
                {
                    WriteObject(group.Member.Select(member => new MailGroupMember { Address = group.Address, Member = member }), enumerateCollection: true);
                }
            });
        }
    }
}

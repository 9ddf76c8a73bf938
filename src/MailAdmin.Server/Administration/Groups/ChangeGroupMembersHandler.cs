using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Groups;

internal sealed class ChangeGroupMembersHandler(
    IDirectory directory) : IRequestHandler<ChangeGroupMembers, GroupMembersOutcome>
{
    public async Task<GroupMembersOutcome> HandleAsync(
        ChangeGroupMembers request, CancellationToken cancellationToken)
    {
        HashSet<EmailAddress> removed = [.. request.Remove];
        EmailAddress[] notMember = [];
        GroupRecord changed = await directory.Groups.UpdateAsync(
            request.Address,
            group =>
            {
                notMember = [.. removed.Except(group.Member)];
                return group with
                {
                    Member = GroupChange.RequireFew(
                        [.. group.Member.Where(member => !removed.Contains(member)).Concat(request.Add).Distinct()]),
                };
            },
            request.Origin,
            cancellationToken);
        return new GroupMembersOutcome(GroupView.Show(changed), notMember);
    }
}

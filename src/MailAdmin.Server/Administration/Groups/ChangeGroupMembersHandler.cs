using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Groups;

internal sealed class ChangeGroupMembersHandler(IDirectory directory) : IRequestHandler<ChangeGroupMembers, MailGroup>
{
    public async Task<MailGroup> HandleAsync(ChangeGroupMembers request, CancellationToken cancellationToken)
    {
        HashSet<EmailAddress> removed = [.. request.Remove];
        GroupRecord changed = await directory.Groups.UpdateAsync(
            request.Address,
            group => group with
            {
                Member = GroupChange.RequireFew(
                    [.. group.Member.Where(member => !removed.Contains(member)).Concat(request.Add).Distinct()]),
            },
            request.Origin,
            cancellationToken);
        return GroupView.Show(changed);
    }
}

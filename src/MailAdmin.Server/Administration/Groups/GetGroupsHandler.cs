using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Groups;

internal sealed class GetGroupsHandler(AddressSearch<GroupRecord> search) : IStreamHandler<GetGroups, MailGroup>
{
    public IAsyncEnumerable<MailGroup> HandleAsync(GetGroups request, CancellationToken cancellationToken) =>
        search.FindAsync(request.Pattern, domain: null, cancellationToken).Select(GroupView.Show);
}

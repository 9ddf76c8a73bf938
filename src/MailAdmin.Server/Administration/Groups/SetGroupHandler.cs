using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Groups;

internal sealed class SetGroupHandler(IDirectory directory) : IRequestHandler<SetGroup, MailGroup>
{
    public async Task<MailGroup> HandleAsync(SetGroup request, CancellationToken cancellationToken)
    {
        GroupChange change = new(request.Properties);
        return GroupView.Show(await directory.Groups.UpdateAsync(
            request.Address, change.ApplyTo, request.Origin, cancellationToken));
    }
}

using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Groups;

internal sealed class CreateGroupHandler(IDirectory directory, TimeProvider timeProvider)
    : IRequestHandler<CreateGroup, MailGroup>
{
    public async Task<MailGroup> HandleAsync(CreateGroup request, CancellationToken cancellationToken)
    {
        GroupRecord wanted = new GroupChange(request.Properties)
            .ApplyTo(new GroupRecord { Address = request.Address, Created = timeProvider.GetUtcNow() });
        return GroupView.Show(await directory.Groups.CreateAsync(wanted, request.Origin, cancellationToken));
    }
}

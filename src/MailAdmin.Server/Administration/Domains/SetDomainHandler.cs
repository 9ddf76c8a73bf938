using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Secrets;

namespace MailAdmin.Server.Administration.Domains;

internal sealed class SetDomainHandler(IDirectory directory, SecretBox secrets, DomainView view)
    : IRequestHandler<SetDomain, MailDomain>
{
    public async Task<MailDomain> HandleAsync(SetDomain request, CancellationToken cancellationToken)
    {
        DomainChange change = new(request.Name, request.Properties, secrets);
        DomainRecord changed = await directory.Domains.UpdateAsync(
            request.Name, change.ApplyTo, request.Origin, cancellationToken);
        return await view.ShowAsync(changed, cancellationToken);
    }
}

using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Secrets;

namespace MailAdmin.Server.Administration.Domains;

internal sealed class CreateDomainHandler(
    IDirectory directory, SecretBox secrets, DomainView view, TimeProvider timeProvider)
    : IRequestHandler<CreateDomain, MailDomain>
{
    public async Task<MailDomain> HandleAsync(CreateDomain request, CancellationToken cancellationToken)
    {
        DomainRecord wanted = new DomainChange(request.Name, request.Properties, secrets)
            .ApplyTo(new DomainRecord { Name = request.Name, Created = timeProvider.GetUtcNow() });
        DomainRecord created = await directory.Domains.CreateAsync(wanted, request.Origin, cancellationToken);
        return await view.ShowAsync(created, cancellationToken);
    }
}

using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Arguments;

namespace MailAdmin.Server.Administration.Domains;

internal sealed class GetDomainsHandler(IDirectory directory, DomainView view) : IStreamHandler<GetDomains, MailDomain>
{
    public async IAsyncEnumerable<MailDomain> HandleAsync(
        GetDomains request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        NamePattern? matcher = request.Pattern is { } pattern ? NamePattern.OfName(pattern) : null;
        await foreach (DomainRecord domain in directory.Domains.ListAsync(domain: null, cancellationToken))
        {
            if (matcher is null || matcher.Matches(domain.Name.Ascii) || matcher.Matches(domain.Name.Unicode))
            {
                yield return await view.ShowAsync(domain, cancellationToken);
            }
        }
    }
}

using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Aliases;

internal sealed class GetAliasesHandler(AddressSearch<AliasRecord> search, AliasView view)
    : IStreamHandler<GetAliases, MailAlias>
{
    public IAsyncEnumerable<MailAlias> HandleAsync(GetAliases request, CancellationToken cancellationToken) =>
        search.FindAsync(request.Pattern, domain: null, cancellationToken).Select(view.ShowAsync);
}

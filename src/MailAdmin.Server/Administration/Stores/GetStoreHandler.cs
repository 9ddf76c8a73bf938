using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Stores;

internal sealed class GetStoreHandler(StoreView view) : IRequestHandler<GetStore, MailStore>
{
    public Task<MailStore> HandleAsync(GetStore request, CancellationToken cancellationToken) =>
        view.ShowAsync(cancellationToken);
}

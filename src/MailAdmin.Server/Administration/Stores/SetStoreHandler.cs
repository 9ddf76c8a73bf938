using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Secrets;

namespace MailAdmin.Server.Administration.Stores;

internal sealed class SetStoreHandler(IDirectory directory, SecretBox secrets, StoreView view)
    : IRequestHandler<SetStore, MailStore>
{
    public async Task<MailStore> HandleAsync(SetStore request, CancellationToken cancellationToken)
    {
        StoreChange change = new(request.Properties, secrets);
        await directory.UpdateSettingsAsync(change.ApplyTo, request.Origin, cancellationToken);
        return await view.ShowAsync(cancellationToken);
    }
}

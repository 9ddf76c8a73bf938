using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Accounts;

internal sealed class SetAccountHandler(IDirectory directory, AccountView view, TimeProvider timeProvider)
    : IRequestHandler<SetAccount, MailAccount>
{
    public async Task<MailAccount> HandleAsync(SetAccount request, CancellationToken cancellationToken)
    {
        AccountProperties properties = await directory.KeepAsync(
            request.Address, request.Properties, cancellationToken);
        AccountChange change = new(properties, timeProvider.GetUtcNow());
        AccountRecord changed = await directory.Accounts.UpdateAsync(
            request.Address, change.ApplyTo, request.Origin, cancellationToken);
        return await view.ShowAsync(changed, cancellationToken);
    }
}

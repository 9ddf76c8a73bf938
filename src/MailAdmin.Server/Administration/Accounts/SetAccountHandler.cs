using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Accounts;

internal sealed class SetAccountHandler(IDirectory directory, AccountView view, TimeProvider timeProvider)
    : IRequestHandler<SetAccount, MailAccount>
{
    public async Task<MailAccount> HandleAsync(SetAccount request, CancellationToken cancellationToken)
    {
        AccountChange change = new(request.Properties, timeProvider.GetUtcNow());
        AccountRecord changed = await directory.Accounts.UpdateAsync(
            request.Address, change.ApplyTo, request.Origin, cancellationToken);
        return await view.ShowAsync(changed, cancellationToken);
    }
}

using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Accounts;

internal sealed class GetAccountHandler(IDirectory directory, AccountView view)
    : IRequestHandler<GetAccount, MailAccount>
{
    public async Task<MailAccount> HandleAsync(GetAccount request, CancellationToken cancellationToken)
    {
        AccountRecord account = await directory.RequireAccountAsync(request.Address, cancellationToken);
        return await view.ShowAsync(account, cancellationToken);
    }
}

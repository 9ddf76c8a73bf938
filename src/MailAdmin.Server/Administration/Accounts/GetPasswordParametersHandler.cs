using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Accounts;

internal sealed class GetPasswordParametersHandler(IDirectory directory)
    : IRequestHandler<GetPasswordParameters, PasswordParameters?>
{
    public async Task<PasswordParameters?> HandleAsync(
        GetPasswordParameters request, CancellationToken cancellationToken)
    {
        AccountRecord account = await directory.RequireAccountAsync(request.Address, cancellationToken);
        return account.Password is { } password ? new PasswordParameters(password.Salt, password.Iterations) : null;
    }
}

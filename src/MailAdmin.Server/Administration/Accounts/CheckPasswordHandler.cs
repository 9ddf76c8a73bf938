using System.Security.Cryptography;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Accounts;

internal sealed class CheckPasswordHandler(IDirectory directory) : IRequestHandler<CheckPassword, MailPasswordTest>
{
    public async Task<MailPasswordTest> HandleAsync(CheckPassword request, CancellationToken cancellationToken)
    {
        AccountRecord account = await directory.RequireAccountAsync(request.Address, cancellationToken);
        DomainRecord? domain = await directory.Domains.FindAsync(account.Address.Domain, cancellationToken);
        bool succeeded = account.Password is { } password
            && CryptographicOperations.FixedTimeEquals(password.StoredKey, request.StoredKey);
        MailError? refusal =
            !succeeded ? MailError.LogonFailed
            : !account.Enabled ? MailError.AccountDisabled
            : domain is not { Enabled: true } ? MailError.DomainDisabled
            : account.Protocol.Count == 0 ? MailError.ProtocolDisabled
            : null;
        return new MailPasswordTest
        {
            Address = account.Address.ToString(),
            Succeeded = succeeded,
            CanLogOn = refusal is null,
            Refusal = refusal,
            PasswordLastSet = account.PasswordLastSet?.LocalDateTime,
        };
    }
}

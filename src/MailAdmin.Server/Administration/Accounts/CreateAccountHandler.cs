using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Accounts;

/// <remarks>
/// Whether the account exists is decided by the commit, not by a lookup before it: requests overlap, and a pipeline may
/// name one address twice.
/// </remarks>
internal sealed class CreateAccountHandler(IDirectory directory, AccountView view, TimeProvider timeProvider)
    : IRequestHandler<CreateAccount, AccountOutcome>
{
    public async Task<AccountOutcome> HandleAsync(CreateAccount request, CancellationToken cancellationToken)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        AccountProperties properties = await directory.KeepAsync(
            request.Address, request.Properties, cancellationToken);
        AccountChange change = new(properties, now);
        AccountRecord wanted = change.ApplyTo(new AccountRecord { Address = request.Address, Created = now });
        while (true)
        {
            try
            {
                AccountRecord created = await directory.Accounts.CreateAsync(wanted, request.Origin, cancellationToken);
                return request.Origin.CheckOnly
                    ? new AccountOutcome(new MailAccount { Address = created.Address.ToString() }, Created: false)
                    : new AccountOutcome(await view.ShowAsync(created, cancellationToken), Created: true);
            }
            catch (MailException exception)
                when (exception.Error == MailError.AccountExists && request.IfExists != IfExists.Error)
            {
                AccountRecord? existing = request.IfExists == IfExists.Skip
                    ? await directory.Accounts.FindAsync(request.Address, cancellationToken)
                    : await TryUpdateAsync(request, change, cancellationToken);

                // Null: it was removed between the two steps, so that it can be created after all.
                if (existing is not null)
                {
                    return new AccountOutcome(await view.ShowAsync(existing, cancellationToken), Created: false);
                }
            }
        }
    }

    private async Task<AccountRecord?> TryUpdateAsync(
        CreateAccount request, AccountChange change, CancellationToken cancellationToken)
    {
        try
        {
            return await directory.Accounts.UpdateAsync(
                request.Address, change.ApplyTo, request.Origin, cancellationToken);
        }
        catch (MailException exception) when (exception.Error == MailError.AccountNotFound)
        {
            return null;
        }
    }
}

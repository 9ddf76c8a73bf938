using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Administration;

/// <summary>Accounts, as cmdlets ask for them.</summary>
internal sealed class AccountAdministration(IMailStorage storage, TimeProvider timeProvider)
{
    private readonly IDirectory directory = storage.Directory;
    private readonly IMailboxes mailboxes = storage.Mailboxes;

    public async IAsyncEnumerable<MailAccount> ListAsync(AccountFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        int left = filter.First ?? int.MaxValue;
        if (left <= 0)
        {
            yield break;
        }

        await foreach (AccountRecord account in FindAsync(filter.Address, filter.Domain, cancellationToken))
        {
            if (filter.Enabled is { } enabled && enabled != account.Enabled)
            {
                continue;
            }

            LogonRecord? lastLogon = await directory.FindLastLogonAsync(account.Id, cancellationToken);
            if (filter.InactiveSince is { } since && lastLogon?.When >= since)
            {
                continue;
            }

            AccountUsage? usage = await mailboxes.FindUsageAsync(account.Id, cancellationToken);
            if (usage is null || (filter.OverQuota && QuotaState.Of(account, usage.Value, settings).Status != QuotaStatus.Full))
            {
                continue;
            }

            yield return AccountOutput.From(account, usage.Value, lastLogon, settings);
            if (--left == 0)
            {
                yield break;
            }
        }
    }

    /// <summary>The records whose canonical address matches; without wildcards a single look-up.</summary>
    public async IAsyncEnumerable<AccountRecord> FindAsync(
        string? pattern, DomainName? domain, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (pattern is not null && !NamePattern.HasWildcards(pattern))
        {
            AccountRecord? single = EmailAddress.TryParse(pattern, out EmailAddress? address)
                ? await directory.FindAccountAsync(address, cancellationToken)
                : null;
            if (single is not null && (domain is null || single.Address.Domain == domain))
            {
                yield return single;
            }

            yield break;
        }

        NamePattern? matcher = pattern is null ? null : NamePattern.OfAddress(pattern);
        await foreach (AccountRecord account in directory.ListAccountsAsync(domain, cancellationToken))
        {
            if (matcher is null || matcher.Matches(account.Address.Canonical))
            {
                yield return account;
            }
        }
    }

    public async Task<MailAccount> GetAsync(EmailAddress address, CancellationToken cancellationToken)
    {
        return await ShowAsync(await RequireAsync(address, cancellationToken), cancellationToken);
    }

    /// <remarks>
    /// Whether the account exists is decided by the commit, not by the look before it: calls overlap, and a pipeline may
    /// name one address twice.
    /// </remarks>
    public async Task<AccountOutcome> CreateAsync(
        EmailAddress address, AccountProperties properties, IfExists ifExists, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        AccountChange change = new(properties, now);
        AccountRecord wanted = change.ApplyTo(new AccountRecord { Address = address, Created = now });
        while (true)
        {
            try
            {
                AccountRecord created = await directory.CreateAccountAsync(wanted, origin, cancellationToken);
                return new AccountOutcome(await ShowAsync(created, cancellationToken), Created: true);
            }
            catch (MailException exception) when (exception.Error == MailError.AccountExists && ifExists != IfExists.Error)
            {
                AccountRecord? existing = ifExists == IfExists.Skip
                    ? await directory.FindAccountAsync(address, cancellationToken)
                    : await TryUpdateAsync(address, change, origin, cancellationToken);

                // Null: it was removed between the two steps, so that it can be created after all.
                if (existing is not null)
                {
                    return new AccountOutcome(await ShowAsync(existing, cancellationToken), Created: false);
                }
            }
        }
    }

    public async Task<MailAccount> SetAsync(EmailAddress address, AccountProperties properties, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        AccountChange change = new(properties, timeProvider.GetUtcNow());
        AccountRecord changed = await directory.UpdateAccountAsync(address, change.ApplyTo, origin, cancellationToken);
        return await ShowAsync(changed, cancellationToken);
    }

    public async Task<MailAccount> RenameAsync(EmailAddress address, EmailAddress newAddress, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        AccountRecord renamed = await directory.RenameAccountAsync(address, newAddress, origin, cancellationToken);
        return await ShowAsync(renamed, cancellationToken);
    }

    public Task RemoveAsync(EmailAddress address, ChangeOrigin origin, CancellationToken cancellationToken) =>
        directory.RemoveAccountAsync(address, origin, cancellationToken);

    public async Task<PasswordParameters?> GetPasswordParametersAsync(EmailAddress address, CancellationToken cancellationToken)
    {
        AccountRecord account = await RequireAsync(address, cancellationToken);
        return account.Password is { } password ? new PasswordParameters(password.Salt, password.Iterations) : null;
    }

    public async Task<MailPasswordTest> TestPasswordAsync(EmailAddress address, byte[] storedKey, CancellationToken cancellationToken)
    {
        AccountRecord account = await RequireAsync(address, cancellationToken);
        DomainRecord? domain = await directory.FindDomainAsync(account.Address.Domain, cancellationToken);
        bool succeeded = account.Password is { } password && CryptographicOperations.FixedTimeEquals(password.StoredKey, storedKey);
        MailError? refusal =
            !succeeded ? MailError.LogonFailed
            : !account.Enabled ? MailError.AccountDisabled
            : domain is not { Enabled: true } ? MailError.DomainDisabled
            : account.Protocol.Count == 0 ? MailError.ProtocolDisabled
            : null;
        return new MailPasswordTest
        {
            Address = account.Address,
            Succeeded = succeeded,
            CanLogOn = refusal is null,
            Refusal = refusal,
            PasswordLastSet = account.PasswordLastSet,
        };
    }

    private async Task<AccountRecord?> TryUpdateAsync(
        EmailAddress address, AccountChange change, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        try
        {
            return await directory.UpdateAccountAsync(address, change.ApplyTo, origin, cancellationToken);
        }
        catch (MailException exception) when (exception.Error == MailError.AccountNotFound)
        {
            return null;
        }
    }

    private async ValueTask<AccountRecord> RequireAsync(EmailAddress address, CancellationToken cancellationToken) =>
        await directory.FindAccountAsync(address, cancellationToken)
        ?? throw MailException.Of(MailError.AccountNotFound, address);

    private async ValueTask<MailAccount> ShowAsync(AccountRecord account, CancellationToken cancellationToken)
    {
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        AccountUsage usage = await mailboxes.GetUsageAsync(account.Id, cancellationToken);
        LogonRecord? lastLogon = await directory.FindLastLogonAsync(account.Id, cancellationToken);
        return AccountOutput.From(account, usage, lastLogon, settings);
    }
}

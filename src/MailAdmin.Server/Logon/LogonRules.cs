using MailAdmin.Contracts;

namespace MailAdmin.Server.Logon;

/// <summary>Finds the account of a user name, and decides whether what was proven still opens it.</summary>
/// <remarks>
/// Proving a password takes time, in which the account may be removed or disabled and the password changed. So the
/// account is looked at again after that, once more when the session has it, and when it changes while the session is
/// open: by the same rules.
/// </remarks>
internal sealed class LogonRules(IDirectory directory, VerifierUpgrades upgrades, TimeProvider timeProvider)
{
    /// <summary>An account may send by submission when it may use SMTP.</summary>
    public static MailProtocol PermissionOf(MailProtocol protocol) =>
        protocol == MailProtocol.Submission ? MailProtocol.Smtp : protocol;

    /// <summary>
    /// The account of a user name, also under an alias domain, and the name by which its failures are counted and its
    /// decoy is derived.
    /// </summary>
    public async ValueTask<(AccountRecord? Account, string Name)> FindAsync(
        string userName, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryParse(userName, out EmailAddress? address))
        {
            return (null, userName);
        }

        DomainRecord? domain = await directory.Domains.FindAsync(address.Domain, cancellationToken);
        if (domain is not null && domain.Name != address.Domain)
        {
            address = EmailAddress.Create(address.LocalPart, domain.Name);
        }

        return (await directory.Accounts.FindAsync(address, cancellationToken), address.Canonical);
    }

    /// <summary>The account as it is now, or the reason why it cannot be used.</summary>
    /// <param name="id">The account.</param>
    /// <param name="used">The verifier that its password fulfilled.</param>
    /// <param name="protocol">The protocol it is used by.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    /// <returns>LogonFailed: it was removed, or the password was changed or removed. AccountDisabled, DomainDisabled,
    /// ProtocolDisabled.</returns>
    public async ValueTask<(AccountRecord? Account, MailError? Refusal)> CheckAsync(
        AccountId id, ScramCredential used, MailProtocol protocol, CancellationToken cancellationToken)
    {
        AccountRecord? account = await directory.Accounts.FindAsync(id, cancellationToken);
        MailProtocol permission = PermissionOf(protocol);
        if (account is null
            || !upgrades.Counts(
                used, account.AppVerifiers(permission, timeProvider.GetUtcNow()).Append(account.Password)))
        {
            return (account, MailError.LogonFailed);
        }

        DomainRecord? domain = await directory.Domains.FindAsync(account.Address.Domain, cancellationToken);
        MailError? refusal =
            !account.Enabled ? MailError.AccountDisabled
            : domain is not { Enabled: true } ? MailError.DomainDisabled
            : !account.Protocol.Contains(permission) ? MailError.ProtocolDisabled
            : null;
        return (account, refusal);
    }
}

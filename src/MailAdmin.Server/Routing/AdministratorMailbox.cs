using MailAdmin.Contracts;

namespace MailAdmin.Server.Routing;

/// <summary>
/// Receives the mail of postmaster and abuse when no usable AdminAddress is set: such mail must always be accepted
/// (RFC 5321 §4.5.1). The account <c>postmaster@</c> of the oldest domain is created when the first such message comes,
/// without a password, so that nobody can log on until an administrator sets one.
/// </summary>
internal sealed class AdministratorMailbox(IDirectory directory, TimeProvider timeProvider)
{
    private const string Postmaster = "postmaster";
    private const string Abuse = "abuse";
    private static readonly ChangeOrigin Origin = new("MailAdmin", "Receive", Environment.ProcessId);

    /// <summary>Whether an address is one of the administrator's: postmaster or abuse.</summary>
    public static bool IsRole(EmailAddress address) => IsPostmaster(address) || HasLocalPart(address, Abuse);

    public static bool IsPostmaster(EmailAddress address) => HasLocalPart(address, Postmaster);

    /// <summary>Returns the account, or null when it does not exist and cannot or must not be created.</summary>
    public async ValueTask<AccountRecord?> FindAsync(bool create, CancellationToken cancellationToken)
    {
        List<DomainRecord> domains = [];
        await foreach (DomainRecord domain in directory.Domains.ListAsync(domain: null, cancellationToken))
        {
            if (domain.Enabled)
            {
                domains.Add(domain);
            }
        }

        foreach (DomainRecord domain in domains.OrderBy(domain => domain.Created).ThenBy(domain => domain.Name))
        {
            EmailAddress address = EmailAddress.Create(Postmaster, domain.Name);
            AccountRecord? account = await directory.Accounts.FindAsync(address, cancellationToken);
            if (account is null && create)
            {
                account = await TryCreateAsync(address, cancellationToken);
            }

            if (account is { Enabled: true, SendOnly: false })
            {
                return account;
            }
        }

        return null;
    }

    private async ValueTask<AccountRecord?> TryCreateAsync(EmailAddress address, CancellationToken cancellationToken)
    {
        AccountRecord wanted = new()
        {
            Address = address,
            DisplayName = "Mail for postmaster and abuse",
            Created = timeProvider.GetUtcNow(),
        };
        try
        {
            return await directory.Accounts.CreateAsync(wanted, Origin, cancellationToken);
        }
        catch (MailException exception) when (exception.Error is MailError.AccountExists)
        {
            return await directory.Accounts.FindAsync(address, cancellationToken);
        }
        catch (MailException exception)
            when (exception.Error is MailError.AliasExists or MailError.DomainFull or MailError.DomainNotFound)
        {
            return null;
        }
    }

    private static bool HasLocalPart(EmailAddress address, string name) =>
        address.LocalPart.Equals(name, StringComparison.OrdinalIgnoreCase);
}

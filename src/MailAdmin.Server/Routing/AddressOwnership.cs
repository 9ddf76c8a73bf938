using MailAdmin.Contracts;

namespace MailAdmin.Server.Routing;

/// <summary>
/// Decides which addresses are an account's own: its address, also with a detail after a plus sign and under the alias
/// domains, and every alias that leads to it through aliases alone.
/// </summary>
internal sealed class AddressOwnership(IDirectory directory, RecipientResolver resolver)
{
    // Aliases within aliases; the directory refuses loops, so this only bounds the work.
    private const int MaxAliases = 1_000;

    public async ValueTask<bool> BelongsToAsync(
        EmailAddress address, AccountRecord account, CancellationToken cancellationToken)
    {
        Queue<EmailAddress> open = new([address]);
        HashSet<EmailAddress> seen = [];
        while (open.TryDequeue(out EmailAddress? next) && seen.Count < MaxAliases)
        {
            if (await resolver.LocateAsync(next, cancellationToken) is not var (local, domain) || !seen.Add(local))
            {
                continue;
            }

            EmailAddress? plain = RecipientResolver.WithoutDetail(local, domain);
            if (local == account.Address || plain == account.Address)
            {
                return true;
            }

            AliasRecord? alias = await directory.Aliases.FindAsync(local, cancellationToken);
            if (alias is null && plain is not null)
            {
                alias = await directory.Aliases.FindAsync(plain, cancellationToken);
            }

            foreach (EmailAddress target in alias is { Enabled: true } ? alias.Target : [])
            {
                open.Enqueue(target);
            }
        }

        return false;
    }
}

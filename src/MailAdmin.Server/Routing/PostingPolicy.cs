using MailAdmin.Contracts;

namespace MailAdmin.Server.Routing;

/// <summary>
/// Decides who may send to a group. An account that is logged on counts with all its addresses; without one the
/// reverse-path counts, with the account here that it belongs to. Members of a group within the group are members too.
/// </summary>
internal sealed class PostingPolicy(IDirectory directory, RecipientResolver resolver, AddressOwnership ownership)
{
    // Groups within groups; the directory refuses loops, so this only limits the work.
    private const int MaxAddresses = 10_000;

    public async ValueTask<bool> AllowsAsync(
        GroupRecord group, AccountRecord? account, EmailAddress? reversePath, CancellationToken cancellationToken)
    {
        if (group.PostPermission == PostPermission.Anyone)
        {
            return true;
        }

        // Reports have no sender, so that membership cannot be proven.
        if (account is null && reversePath is null)
        {
            return false;
        }

        AccountRecord? sender = account ?? await FindAsync(reversePath!, cancellationToken);
        EmailAddress? address = account is null ? await NormalizeAsync(reversePath!, cancellationToken) : null;
        Queue<EmailAddress> open = new(group.Owner);
        if (group.PostPermission == PostPermission.Members)
        {
            foreach (EmailAddress member in group.Member)
            {
                open.Enqueue(member);
            }
        }

        HashSet<EmailAddress> seen = [];
        while (open.TryDequeue(out EmailAddress? next) && seen.Count < MaxAddresses)
        {
            EmailAddress named = await NormalizeAsync(next, cancellationToken);
            if (!seen.Add(named))
            {
                continue;
            }

            if (named == address
                || (sender is not null && await ownership.BelongsToAsync(named, sender, cancellationToken)))
            {
                return true;
            }

            if (await directory.Groups.FindAsync(named, cancellationToken) is { Enabled: true } inner)
            {
                foreach (EmailAddress member in inner.Member)
                {
                    open.Enqueue(member);
                }
            }
        }

        return false;
    }

    private async ValueTask<EmailAddress> NormalizeAsync(EmailAddress address, CancellationToken cancellationToken) =>
        await resolver.LocateAsync(address, cancellationToken) is var (local, _) ? local : address;

    private async ValueTask<AccountRecord?> FindAsync(EmailAddress address, CancellationToken cancellationToken)
    {
        if (await resolver.LocateAsync(address, cancellationToken) is not var (local, domain))
        {
            return null;
        }

        AccountRecord? account = await directory.Accounts.FindAsync(local, cancellationToken);
        return account is null && RecipientResolver.WithoutDetail(local, domain) is { } plain
            ? await directory.Accounts.FindAsync(plain, cancellationToken)
            : account;
    }
}

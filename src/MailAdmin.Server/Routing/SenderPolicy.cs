using MailAdmin.Contracts;

namespace MailAdmin.Server.Routing;

/// <summary>
/// Which reverse-paths an account may use when it submits (RFC 6409 §6.1): its own address, also with a detail after a
/// plus sign and under the alias domains, and every alias that leads to it through aliases alone.
/// </summary>
internal sealed class SenderPolicy(IDirectory directory, RecipientResolver resolver)
{
    // Aliases within aliases; the directory refuses loops, so this only bounds the work.
    private const int MaxAliases = 1_000;

    /// <summary>Why not; null: it may.</summary>
    public async ValueTask<MailError?> CheckAsync(EmailAddress? reversePath, SmtpPeer peer, CancellationToken cancellationToken)
    {
        if (!peer.IsSubmission)
        {
            return null;
        }

        if (peer.Account is null)
        {
            return MailError.SenderNotAllowed;
        }

        // The account may have changed since it logged on.
        AccountRecord? account = await directory.FindAccountAsync(peer.Account.Id, cancellationToken).ConfigureAwait(false);
        if (account is not { Enabled: true })
        {
            return MailError.AccountDisabled;
        }

        if (account.ReceiveOnly)
        {
            return MailError.SenderNotAllowed;
        }

        // The null reverse-path is for notifications that must not be answered (RFC 8098 §3); it names nobody.
        bool allowed = reversePath is null || await BelongsToAsync(reversePath, account, cancellationToken).ConfigureAwait(false);
        return allowed ? null : MailError.SenderNotAllowed;
    }

    private async ValueTask<bool> BelongsToAsync(EmailAddress address, AccountRecord account, CancellationToken cancellationToken)
    {
        Queue<EmailAddress> open = new([address]);
        HashSet<EmailAddress> seen = [];
        while (open.TryDequeue(out EmailAddress? next) && seen.Count < MaxAliases)
        {
            if (await resolver.LocateAsync(next, cancellationToken).ConfigureAwait(false) is not var (local, domain) || !seen.Add(local))
            {
                continue;
            }

            EmailAddress? plain = RecipientResolver.WithoutDetail(local, domain);
            if (local == account.Address || plain == account.Address)
            {
                return true;
            }

            AliasRecord? alias = await directory.FindAliasAsync(local, cancellationToken).ConfigureAwait(false);
            if (alias is null && plain is not null)
            {
                alias = await directory.FindAliasAsync(plain, cancellationToken).ConfigureAwait(false);
            }

            foreach (EmailAddress target in alias is { Enabled: true } ? alias.Target : [])
            {
                open.Enqueue(target);
            }
        }

        return false;
    }
}

using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;

namespace MailAdmin.Tests.Dialogues;

/// <summary>Routes to accounts and aliases of the directory, and delivers to their INBOX.</summary>
internal sealed class TestRouter(IMailStorage storage) : IMailRouter
{
    public static async Task<ReadOnlyMemory<byte>> DeriveOutlineAsync(MessageSpool spool)
    {
        using MessageContent content = spool.OpenContent();
        return await MessageOutline.DeriveAsync(content, new ServerLimits(), default);
    }

    public ValueTask<MailError?> CheckSenderAsync(EmailAddress? reversePath, SmtpPeer peer, CancellationToken cancellationToken) =>
        ValueTask.FromResult(peer.Account is { } account && reversePath is not null && reversePath != account.Address ? MailError.SenderNotAllowed : (MailError?)null);

    public async ValueTask<Route> ResolveAsync(EmailAddress recipient, SmtpPeer peer, long? declaredSize, CancellationToken cancellationToken)
    {
        if (recipient.LocalPart.Equals("postmaster", StringComparison.OrdinalIgnoreCase) && recipient.Domain.Ascii == TestCertificate.HostName)
        {
            await foreach (AccountRecord first in storage.Directory.ListAccountsAsync(null, cancellationToken))
            {
                return new Route(null, [first.Id]);
            }
        }

        if (await storage.Directory.FindDomainAsync(recipient.Domain, cancellationToken) is not { } domain)
        {
            return Refuse(MailError.RelayDenied);
        }

        if (!domain.Enabled)
        {
            return Refuse(MailError.DomainDisabled);
        }

        AliasRecord? alias = await storage.Directory.FindAliasAsync(recipient, cancellationToken);
        List<AccountId> accounts = [];
        foreach (EmailAddress target in alias?.Target ?? [recipient])
        {
            if (await storage.Directory.FindAccountAsync(target, cancellationToken) is not { } account)
            {
                return Refuse(MailError.RecipientNotFound);
            }

            if (!account.Enabled)
            {
                return Refuse(MailError.AccountDisabled);
            }

            AccountUsage usage = await storage.Mailboxes.GetUsageAsync(account.Id, cancellationToken);
            if (usage.Quota < MailSize.Unlimited && declaredSize > usage.Quota.Bytes)
            {
                return Refuse(MailError.MessageLargerThanQuota);
            }

            if (usage.Quota < MailSize.Unlimited && usage.UsedSize + (declaredSize ?? 0) >= usage.Quota.Bytes)
            {
                return Refuse(MailError.OverQuota);
            }

            accounts.Add(account.Id);
        }

        return new Route(null, accounts);
    }

    public Task DeliverAsync(MailEnvelope envelope, NewMessage message, CancellationToken cancellationToken)
    {
        AppendRequest[] requests = [.. envelope.Routes.SelectMany(route => route.Accounts).Distinct()
            .Select(account => new AppendRequest(message, MailboxId.InboxOf(account), NamedFlags.None))];
        return storage.Mailboxes.AppendAsync(requests, envelope.SessionId, cancellationToken);
    }

    private static Route Refuse(MailError error) => new(error, []);
}

using MailAdmin.Contracts;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Routing;

/// <summary>
/// Decides for SMTP where mail goes, and delivers it. A recipient is refused at RCPT when anybody it leads to is out of
/// quota. One that is forwarded to another host is refused for the time being (451), so that the sender keeps the message:
/// there is no queue yet that could carry a copy further, and an answer of 250 must not lose one. Targets of an alias that
/// take no mail any more are passed over as long as one is left.
/// </summary>
internal sealed class MailRouter(
    IMailStorage storage, RecipientResolver resolver, SenderPolicy senders, ServerMeter meter, ILogger<MailRouter> logger) : IMailRouter
{
    private readonly IDirectory directory = storage.Directory;
    private readonly IMailboxes mailboxes = storage.Mailboxes;

    public ValueTask<MailError?> CheckSenderAsync(EmailAddress? reversePath, SmtpPeer peer, CancellationToken cancellationToken) =>
        senders.CheckAsync(reversePath, peer, cancellationToken);

    public ValueTask<bool> MayRelayAsync(SmtpPeer peer, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async ValueTask<Route> ResolveAsync(
        EmailAddress recipient, EmailAddress? reversePath, SmtpPeer peer, long? declaredSize, CancellationToken cancellationToken)
    {
        Expansion expansion = await ExpandAsync(recipient, cancellationToken).ConfigureAwait(false);
        if (expansion.Outside.Count > 0)
        {
            bool isRecipient = expansion.Outside[0] == recipient;
            if (!isRecipient)
            {
                ServerLog.TargetOutside(logger, recipient.Canonical, expansion.Outside[0].Canonical);
            }

            return Refused(isRecipient ? MailError.RelayDenied : MailError.StoreUnavailable);
        }

        if (expansion.Accounts.Count == 0)
        {
            return Refused(expansion.Refusal ?? MailError.RecipientNotFound);
        }

        foreach (AccountRecord account in expansion.Accounts)
        {
            MailError? full = await CheckRoomAsync(account, declaredSize, cancellationToken).ConfigureAwait(false);
            if (full is not null)
            {
                return Refused(full.Value);
            }
        }

        return new Route(null, [.. expansion.Accounts.Select(account => account.Id)], []);
    }

    public async Task DeliverAsync(MailEnvelope envelope, NewMessage message, CancellationToken cancellationToken)
    {
        long started = meter.Timestamp();
        AccountId[] accounts = [.. envelope.Recipients.SelectMany(recipient => recipient.Route.Accounts).Distinct()];
        foreach (AccountId id in accounts)
        {
            await RequireSizeAsync(id, message.Spool.Length, cancellationToken).ConfigureAwait(false);
        }

        AppendRequest[] requests =
            [.. accounts.Select(id => new AppendRequest(message, MailboxId.InboxOf(id), NamedFlags.None))];
        await mailboxes.AppendAsync(requests, envelope.SessionId, cancellationToken).ConfigureAwait(false);
        meter.Delivered(requests.Length, message.Spool.Length, started);
        ServerLog.Delivered(logger, envelope.SessionId, message.Spool.Length, requests.Length);
    }

    private async ValueTask<Expansion> ExpandAsync(EmailAddress recipient, CancellationToken cancellationToken)
    {
        Expansion expansion = await resolver.ExpandAsync(recipient, cancellationToken).ConfigureAwait(false);
        if (expansion.Outside.Count != 1 || expansion.Outside[0] != recipient || !AdministratorMailbox.IsPostmaster(recipient))
        {
            return expansion;
        }

        // Postmaster of the host itself, which is also what "RCPT TO:<Postmaster>" without a domain means. RFC 5321 §4.5.1
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken).ConfigureAwait(false);
        if (recipient.Domain.Ascii.Equals(settings.HostName, StringComparison.OrdinalIgnoreCase))
        {
            Expansion own = new();
            await resolver.VisitAdministratorAsync(own, [], cancellationToken).ConfigureAwait(false);
            return own;
        }

        return expansion;
    }

    private async ValueTask<MailError?> CheckRoomAsync(AccountRecord account, long? declaredSize, CancellationToken cancellationToken)
    {
        DomainRecord? domain = await directory.FindDomainAsync(account.Address.Domain, cancellationToken).ConfigureAwait(false);
        if (domain?.MaxMessageSize is { } largest && declaredSize > largest.Bytes)
        {
            return MailError.MessageTooLarge;
        }

        AccountUsage usage = await mailboxes.GetUsageAsync(account.Id, cancellationToken).ConfigureAwait(false);
        if (usage.Quota.IsUnlimited)
        {
            return null;
        }

        if (declaredSize > usage.Quota.Bytes)
        {
            return MailError.MessageLargerThanQuota;
        }

        bool isFull = usage.UsedSize >= usage.Quota.Bytes || declaredSize > usage.Quota.Bytes - usage.UsedSize;
        return isFull ? MailError.OverQuota : null;
    }

    // A client need not announce the size, and may be wrong about it (RFC 1870 §6.3).
    private async ValueTask RequireSizeAsync(AccountId id, long size, CancellationToken cancellationToken)
    {
        AccountRecord? account = await directory.FindAccountAsync(id, cancellationToken).ConfigureAwait(false);
        DomainRecord? domain = account is null
            ? null
            : await directory.FindDomainAsync(account.Address.Domain, cancellationToken).ConfigureAwait(false);
        if (domain?.MaxMessageSize is { } largest && size > largest.Bytes)
        {
            throw new MailException(MailError.MessageTooLarge, $"The message has {size} octets; {domain.Name} takes {largest} at most.")
            {
                Target = domain.Name.Ascii,
            };
        }
    }

    private static Route Refused(MailError cause) => new(cause, [], []);
}

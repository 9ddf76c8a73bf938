using MailAdmin.Contracts;
using MailAdmin.Server.Reports;
using MailAdmin.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Routing;

/// <summary>
/// Decides for SMTP where mail goes, and accepts it: copies for mailboxes and items for the queue are one commit. A
/// recipient is refused at RCPT when any account here that it leads to is over quota. Targets of an alias or group that
/// no longer accept mail are skipped as long as one is left.
/// </summary>
internal sealed class MailRouter(
    IMailStorage storage,
    RecipientResolver resolver,
    SenderPolicy senders,
    PostingPolicy posting,
    RelayNetworks networks,
    SendLimit sendLimit,
    DeliveryPlanner planner,
    IDeliveryReports reports,
    IMailTrace trace,
    ServerMeter meter,
    ILogger<MailRouter> logger) : IMailRouter
{
    private readonly IDirectory directory = storage.Directory;
    private readonly IMailboxes mailboxes = storage.Mailboxes;

    public ValueTask<MailError?> CheckSenderAsync(
        EmailAddress? sender, SmtpPeer peer, CancellationToken cancellationToken) =>
        senders.CheckAsync(sender, peer, cancellationToken);

    public async ValueTask<MailSpoofedSender> GetSpoofedSenderAsync(CancellationToken cancellationToken) =>
        (await directory.GetSettingsAsync(cancellationToken)).SpoofedSender;

    public ValueTask<bool> IsOwnAsync(EmailAddress address, CancellationToken cancellationToken) =>
        directory.IsLocalAsync(address.Domain, cancellationToken);

    public ValueTask<bool> MayRelayAsync(SmtpPeer peer, CancellationToken cancellationToken) =>
        peer is { IsSubmission: true, Account: not null }
            ? ValueTask.FromResult(true)
            : networks.ContainAsync(peer.RemoteAddress, cancellationToken);

    public async ValueTask<Route> ResolveAsync(
        EmailAddress recipient,
        EmailAddress? reversePath,
        SmtpPeer peer,
        long? declaredSize,
        CancellationToken cancellationToken)
    {
        if (await FindSubmitterAsync(peer, cancellationToken) is { } submitter && !sendLimit.Allows(submitter, 1))
        {
            return Refused(MailError.SendLimitExceeded);
        }

        Route route = await FindRouteAsync(recipient, reversePath, peer.Account, declaredSize, cancellationToken);
        if (route.Outside is [{ ForwardedBy: null }] && !await MayRelayAsync(peer, cancellationToken))
        {
            return Refused(MailError.RelayDenied);
        }

        return route;
    }

    /// <summary>Finds where mail for an address goes, without a check of who may send it.</summary>
    public async ValueTask<Route> FindRouteAsync(
        EmailAddress recipient,
        EmailAddress? reversePath,
        AccountRecord? account,
        long? size,
        CancellationToken cancellationToken)
    {
        ResolutionResult result = new()
        {
            IsReport = reversePath is null,
            MayPost = (group, token) => posting.AllowsAsync(group, account, reversePath, token),
        };
        await ExpandAsync(recipient, result, cancellationToken);
        if (result.Accounts.Count == 0 && result.Outside.Count == 0)
        {
            return Refused(result.Refusal ?? MailError.RecipientNotFound);
        }

        foreach (AccountRecord target in result.Accounts)
        {
            MailError? full = await CheckRoomAsync(target, size, cancellationToken);
            if (full is not null)
            {
                return Refused(full.Value);
            }
        }

        return new Route(null, [.. result.Accounts.Select(target => target.Id)], result.Outside);
    }

    public async Task DeliverAsync(MailEnvelope envelope, NewMessage message, CancellationToken cancellationToken)
    {
        long started = meter.Timestamp();
        string source = envelope.Peer.IsSubmission ? "Submission" : "Smtp";
        DeliveryPlan plan = await planner.PlanAsync(envelope, message, source, cancellationToken);
        AccountRecord? submitter = await FindSubmitterAsync(envelope.Peer, cancellationToken);
        int counted = envelope.Recipients.Count;
        if (submitter is not null && !sendLimit.TryTake(submitter, counted))
        {
            throw MailException.Of(MailError.SendLimitExceeded, submitter.Address);
        }

        try
        {
            await CommitAsync(envelope, message, plan, cancellationToken);
        }
        catch
        {
            if (submitter is not null)
            {
                sendLimit.Return(submitter, counted);
            }

            throw;
        }

        meter.Delivered(plan.Appends.Count, message.Spool.Length, started);
        ServerLog.Delivered(logger, envelope.SessionId, message.Spool.Length, plan.Appends.Count);
        foreach (EnvelopeRecipient recipient in envelope.Recipients)
        {
            // The message arrived before its delivery was planned.
            trace.Write(
                planner.Event(envelope, message, source, MailTraceEventId.Receive, recipient.Address) with
                {
                    Timestamp = message.InternalDate.UtcDateTime,
                });
        }

        RecordEvents(plan.Events);
    }

    private async Task CommitAsync(
        MailEnvelope envelope, NewMessage message, DeliveryPlan plan, CancellationToken cancellationToken)
    {
        await using PlannedMail? report = await ReportAsync(envelope, message, plan.Results, cancellationToken);
        if (plan.Additions.Count == 0 && report is null)
        {
            await mailboxes.AppendAsync(plan.Appends, envelope.SessionId, cancellationToken);
            return;
        }

        MailCommit commit = new()
        {
            Appends = [.. plan.Appends, .. report?.Appends ?? []],
            Additions = [.. plan.Additions, .. report?.Additions ?? []],
            Origin = envelope.SessionId,
        };
        await storage.Queue.CommitAsync(commit, cancellationToken);
        RecordEvents(report?.Events ?? []);
    }

    private async ValueTask<PlannedMail?> ReportAsync(
        MailEnvelope envelope,
        NewMessage message,
        IReadOnlyList<RecipientResult> results,
        CancellationToken cancellationToken)
    {
        if (results.Count == 0)
        {
            return null;
        }

        ReportRequest request = new()
        {
            ReversePath = envelope.ReversePath,
            Options = envelope.Options,
            Arrived = message.InternalDate,
            Results = results,
            OpenMessageAsync = _ => ValueTask.FromResult(message.Spool.OpenContent()),
            Subject = envelope.Subject,
        };
        return await reports.PlanAsync(request, cancellationToken);
    }

    private void RecordEvents(IReadOnlyList<MailTraceEvent> events)
    {
        foreach (MailTraceEvent traceEvent in events)
        {
            trace.Write(traceEvent);
        }
    }

    // The account as it is now: its limit may have changed since it logged on.
    private async ValueTask<AccountRecord?> FindSubmitterAsync(SmtpPeer peer, CancellationToken cancellationToken) =>
        peer.Account is { } account
            ? await directory.Accounts.FindAsync(account.Id, cancellationToken) ?? account
            : null;

    private async ValueTask ExpandAsync(
        EmailAddress recipient, ResolutionResult result, CancellationToken cancellationToken)
    {
        if (await directory.Domains.FindAsync(recipient.Domain, cancellationToken) is null)
        {
            StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
            if (recipient.Domain.Ascii.Equals(settings.HostName, StringComparison.OrdinalIgnoreCase))
            {
                await ExpandAtHostAsync(recipient, result, cancellationToken);
                return;
            }
        }

        await resolver.ExpandAsync(recipient, result, cancellationToken);
    }

    // Postmaster of the host itself, which is also what "RCPT TO:<Postmaster>" without a domain means (RFC 5321
    // §4.5.1). Nobody else has an address there, and relayed mail would only come back.
    private async ValueTask ExpandAtHostAsync(
        EmailAddress recipient, ResolutionResult result, CancellationToken cancellationToken)
    {
        if (AdministratorMailbox.IsPostmaster(recipient))
        {
            await resolver.VisitAdministratorAsync(result, ExpansionPath.Behind(recipient), cancellationToken);
        }
        else
        {
            result.Refuse(MailError.RecipientNotFound);
        }
    }

    private async ValueTask<MailError?> CheckRoomAsync(
        AccountRecord account, long? declaredSize, CancellationToken cancellationToken)
    {
        DomainRecord? domain = await directory.Domains.FindAsync(account.Address.Domain, cancellationToken);
        if (domain?.MaxMessageSize is { } largest && declaredSize > largest.Bytes)
        {
            return MailError.MessageTooLarge;
        }

        AccountUsage usage = await mailboxes.GetUsageAsync(account.Id, cancellationToken);
        if (usage.IsFull)
        {
            return MailError.TooManyMessages;
        }

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

    private static Route Refused(MailError cause) => new(cause, [], []);
}

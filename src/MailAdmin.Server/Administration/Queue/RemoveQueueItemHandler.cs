using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Outbound;
using MailAdmin.Server.Reports;

namespace MailAdmin.Server.Administration.Queue;

internal sealed class RemoveQueueItemHandler(
    IMailStorage storage,
    IMailTrace trace,
    IDeliveryReports reports,
    OutboundService outbound,
    QueueView view,
    TimeProvider timeProvider)
    : IRequestHandler<RemoveQueueItem, NoResult>
{
    // After this time an attempt counts as hanging.
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);

    private readonly IMailQueue queue = storage.Queue;

    public async Task<NoResult> HandleAsync(RemoveQueueItem request, CancellationToken cancellationToken)
    {
        // An attempt that runs may still reach recipients, who then must not be reported.
        await WaitForAttemptAsync(request.Id, cancellationToken);
        QueueItem item = await view.RequireAsync(request.Id, cancellationToken);
        await using PlannedMail? report = request.Notify ? await PlanReportAsync(item, cancellationToken) : null;
        bool wasThere = false;
        MailCommit commit = new()
        {
            Appends = report?.Appends ?? [],
            Additions = report?.Additions ?? [],
            Updates = [new QueueUpdate(request.Id, _ => Remove(out wasThere))],
        };
        MailCommitOutcome outcome = await queue.CommitAsync(commit, cancellationToken);
        if (!wasThere)
        {
            throw QueueView.NotFound(request.Id);
        }

        RecordRemoval(item, request.Notify);
        if (outcome.Queued.Count > 0)
        {
            // A mailbox here has the report when this ends; another server may take its time.
            bool isLocal = await IsLocalAsync(item.ReversePath, cancellationToken);
            await outbound.DeliverNowAsync(outcome.Queued, isLocal, cancellationToken);
        }

        return NoResult.Value;
    }

    private async Task WaitForAttemptAsync(long id, CancellationToken cancellationToken)
    {
        try
        {
            await (outbound.FindAttempt(id) ?? Task.CompletedTask).WaitAsync(
                AttemptTimeout, timeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            // What a server has taken meanwhile is taken; the rest goes.
        }
    }

    private static QueueItem? Remove(out bool wasThere)
    {
        wasThere = true;
        return null;
    }

    private async ValueTask<bool> IsLocalAsync(EmailAddress? address, CancellationToken cancellationToken) =>
        address is not null && await storage.Directory.Domains.FindAsync(address.Domain, cancellationToken) is not null;

    private ValueTask<PlannedMail?> PlanReportAsync(QueueItem item, CancellationToken cancellationToken)
    {
        RecipientResult[] results =
        [
            .. item.WaitingRecipients.Select(recipient => RecipientResult.Refused(
                recipient, "5.7.0", "An administrator of this server removed the message from the queue.") with
            {
                LastAttempt = item.LastAttempt,
            }),
        ];
        return reports.PlanAsync(ReportRequest.Of(item, results, queue), cancellationToken);
    }

    private void RecordRemoval(QueueItem item, bool notified)
    {
        MailTraceEventId id = notified ? MailTraceEventId.Bounce : MailTraceEventId.Delete;
        foreach (QueueRecipient recipient in item.WaitingRecipients)
        {
            trace.Write(item.TraceEvent(id, recipient.Address, timeProvider.GetUtcNow()) with
            {
                StatusCode = notified ? "5.7.0" : null,
                Detail = WrittenReason.Of("Written.Removed"),
            });
        }
    }
}

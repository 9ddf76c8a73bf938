using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Outbound;
using MailAdmin.Server.Reports;
using MailAdmin.Server.Routing;

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
    // As long as a patient administrator waits; an attempt that takes longer is considered stuck.
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

        Record(item, request.Notify);
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
            await (outbound.FindAttempt(id) ?? Task.CompletedTask).WaitAsync(AttemptTimeout, timeProvider, cancellationToken);
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
        address is not null && await storage.Directory.FindDomainAsync(address.Domain, cancellationToken) is not null;

    private ValueTask<PlannedMail?> PlanReportAsync(QueueItem item, CancellationToken cancellationToken)
    {
        ReportRequest request = new()
        {
            ReversePath = item.ReversePath,
            Options = item.Options,
            Arrived = item.Queued,
            Subject = item.Subject,
            OpenMessageAsync = cancel => queue.OpenMessageAsync(item.Id, cancel),
            Outcomes =
            [
                .. QueueView.Waiting(item).Select(recipient => new RecipientOutcome
                {
                    Address = recipient.Address,
                    OriginalRecipient = recipient.OriginalRecipient,
                    Notify = recipient.Notify,
                    Action = ReportAction.Failed,
                    Status = "5.7.0",
                    Reason = "An administrator of this server removed the message from the queue.",
                    LastAttempt = item.LastAttempt,
                }),
            ],
        };
        return reports.PlanAsync(request, cancellationToken);
    }

    private void Record(QueueItem item, bool notified)
    {
        foreach (QueueRecipient recipient in QueueView.Waiting(item))
        {
            trace.Write(new MailTraceEvent
            {
                Timestamp = timeProvider.GetUtcNow(),
                EventId = notified ? MailTraceEventId.Bounce : MailTraceEventId.Delete,
                Source = "Queue",
                Sender = item.ReversePath?.ToString() ?? "",
                Recipient = recipient.Address.ToString(),
                MessageId = item.MessageId,
                Subject = item.Subject,
                Size = new MailSize(item.Size),
                StatusCode = notified ? "5.7.0" : null,
                Detail = "Removed from the queue by an administrator",
            });
        }
    }
}

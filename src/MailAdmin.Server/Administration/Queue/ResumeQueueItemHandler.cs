using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Outbound;

namespace MailAdmin.Server.Administration.Queue;

internal sealed class ResumeQueueItemHandler(QueueView view, OutboundService outbound, TimeProvider timeProvider)
    : IRequestHandler<ResumeQueueItem, MailQueueItem>
{
    public async Task<MailQueueItem> HandleAsync(ResumeQueueItem request, CancellationToken cancellationToken)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        MailQueueItem resumed = await view.ChangeAsync(
            request.Id,
            item => item with { Suspended = false, NextAttempt = request.Now ? now : item.NextAttempt },
            cancellationToken);
        if (request.Now)
        {
            await outbound.DeliverNowAsync([request.Id], false, cancellationToken);
        }

        return resumed;
    }
}

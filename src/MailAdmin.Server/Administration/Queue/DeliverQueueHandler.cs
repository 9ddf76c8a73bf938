using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Outbound;

namespace MailAdmin.Server.Administration.Queue;

internal sealed class DeliverQueueHandler(IMailQueue queue, QueueView view, OutboundService outbound)
    : IRequestHandler<DeliverQueue, IReadOnlyList<MailQueueItem>>
{
    public async Task<IReadOnlyList<MailQueueItem>> HandleAsync(
        DeliverQueue request, CancellationToken cancellationToken)
    {
        if (request.Filter.Id is { } named)
        {
            await view.RequireAsync(named, cancellationToken);
        }

        List<long> ids = await view.ListAsync(request.Filter, cancellationToken)
            .Where(item => item.Status != MailQueueStatus.Suspended)
            .Select(item => item.Id)
            .ToListAsync(cancellationToken);
        await outbound.DeliverNowAsync(ids, request.Wait, cancellationToken);
        List<MailQueueItem> left = [];
        foreach (long id in ids)
        {
            if (await queue.FindAsync(id, cancellationToken) is { } item)
            {
                left.Add(view.Show(item));
            }
        }

        return left;
    }
}

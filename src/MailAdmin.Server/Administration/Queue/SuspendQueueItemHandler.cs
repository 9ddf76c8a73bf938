using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Queue;

internal sealed class SuspendQueueItemHandler(QueueView view) : IRequestHandler<SuspendQueueItem, MailQueueItem>
{
    public Task<MailQueueItem> HandleAsync(SuspendQueueItem request, CancellationToken cancellationToken) =>
        view.ChangeAsync(request.Id, item => item with { Suspended = true }, cancellationToken);
}

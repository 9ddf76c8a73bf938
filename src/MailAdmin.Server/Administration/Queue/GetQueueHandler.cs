using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Queue;

internal sealed class GetQueueHandler(QueueView view) : IStreamHandler<GetQueue, MailQueueItem>
{
    public IAsyncEnumerable<MailQueueItem> HandleAsync(GetQueue request, CancellationToken cancellationToken) =>
        view.ListAsync(request.Filter, cancellationToken);
}

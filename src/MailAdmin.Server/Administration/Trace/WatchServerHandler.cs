using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Events;

namespace MailAdmin.Server.Administration.Trace;

internal sealed class WatchServerHandler(EventHub events) : IStreamHandler<WatchServer, MailServerEvent>
{
    public IAsyncEnumerable<MailServerEvent> HandleAsync(WatchServer request, CancellationToken cancellationToken) =>
        events.WatchAsync(cancellationToken);
}

using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Listeners;
using MailAdmin.Server.Outbound;

namespace MailAdmin.Server.Administration.Listeners;

internal sealed class StopListenersHandler(ListenerAdministration listeners, OutboundService outbound)
    : IRequestHandler<StopListeners, IReadOnlyList<MailListener>>
{
    public async Task<IReadOnlyList<MailListener>> HandleAsync(
        StopListeners request, CancellationToken cancellationToken)
    {
        IReadOnlyList<MailListener> stopped = await listeners.StopAsync(
            request.Filter, request.Timeout, cancellationToken);
        if (!listeners.Any)
        {
            await outbound.StopAsync();
        }

        return stopped;
    }
}

using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Listeners;
using MailAdmin.Server.Outbound;

namespace MailAdmin.Server.Administration.Listeners;

/// <remarks>A store with listeners also sends what waits in its queue.</remarks>
internal sealed class StartListenersHandler(ListenerAdministration listeners, OutboundService outbound)
    : IRequestHandler<StartListeners, IReadOnlyList<MailListener>>
{
    public async Task<IReadOnlyList<MailListener>> HandleAsync(
        StartListeners request, CancellationToken cancellationToken)
    {
        IReadOnlyList<MailListener> started = await listeners.StartAsync(request, cancellationToken);
        await outbound.StartAsync();
        return started;
    }
}

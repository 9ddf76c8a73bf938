using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Listeners;

namespace MailAdmin.Server.Administration.Listeners;

internal sealed class RestartListenersHandler(ListenerAdministration listeners)
    : IRequestHandler<RestartListeners, IReadOnlyList<MailListener>>
{
    public Task<IReadOnlyList<MailListener>> HandleAsync(
        RestartListeners request, CancellationToken cancellationToken) =>
        listeners.RestartAsync(request.Filter, request.Timeout, cancellationToken);
}

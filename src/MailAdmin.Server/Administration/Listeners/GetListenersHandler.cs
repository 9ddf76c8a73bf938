using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Listeners;

namespace MailAdmin.Server.Administration.Listeners;

internal sealed class GetListenersHandler(ListenerAdministration listeners)
    : IRequestHandler<GetListeners, IReadOnlyList<MailListener>>
{
    public Task<IReadOnlyList<MailListener>> HandleAsync(GetListeners request, CancellationToken cancellationToken) =>
        Task.FromResult(listeners.Get(request.Filter));
}

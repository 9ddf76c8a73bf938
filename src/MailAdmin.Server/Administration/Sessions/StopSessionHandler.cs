using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Listeners;

namespace MailAdmin.Server.Administration.Sessions;

internal sealed class StopSessionHandler(SessionRegistry sessions) : IRequestHandler<StopSession, NoResult>
{
    public async Task<NoResult> HandleAsync(StopSession request, CancellationToken cancellationToken)
    {
        await sessions.CloseAsync(request.Id).WaitAsync(cancellationToken);
        return NoResult.Value;
    }
}

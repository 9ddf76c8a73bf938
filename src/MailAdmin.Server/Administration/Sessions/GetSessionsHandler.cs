using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Listeners;

namespace MailAdmin.Server.Administration.Sessions;

internal sealed class GetSessionsHandler(SessionRegistry sessions)
    : IRequestHandler<GetSessions, IReadOnlyList<MailSession>>
{
    public Task<IReadOnlyList<MailSession>> HandleAsync(GetSessions request, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MailSession>>(sessions.Describe());
}

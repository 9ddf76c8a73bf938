using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Changes;

internal sealed class FindChangesHandler(IDirectoryHistory history) : IStreamHandler<FindChanges, MailChange>
{
    public IAsyncEnumerable<MailChange> HandleAsync(FindChanges request, CancellationToken cancellationToken) =>
        history.FindChangesAsync(request.Filter, cancellationToken);
}

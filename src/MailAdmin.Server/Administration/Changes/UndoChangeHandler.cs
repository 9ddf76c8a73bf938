using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Changes;

internal sealed class UndoChangeHandler(IDirectoryHistory history)
    : IRequestHandler<UndoChange, IReadOnlyList<MailChange>>
{
    public async Task<IReadOnlyList<MailChange>> HandleAsync(UndoChange request, CancellationToken cancellationToken)
    {
        long sequence = await history.UndoAsync(request.Sequence, request.Origin, cancellationToken);
        return await history.FindChangesAsync(new ChangeFilter { Sequence = sequence }, cancellationToken)
            .ToListAsync(cancellationToken);
    }
}

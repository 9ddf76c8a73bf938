using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Contents;

internal sealed class RemoveContentHandler(FolderLookup folders) : IRequestHandler<RemoveContent, int>
{
    public async Task<int> HandleAsync(RemoveContent request, CancellationToken cancellationToken)
    {
        MailboxInfo folder = await folders.FindAsync(
            request.Account, request.Folder, request.UidValidity, cancellationToken);
        Uid[] uids =
        [
            .. request.Uid.Where(uid => uid is > 0 and <= uint.MaxValue).Order().Select(uid => new Uid((uint)uid))
        ];
        IReadOnlyList<Uid> removed = await folders.Mailboxes.ExpungeAsync(
            folder.Id, uids, onlyDeleted: false, origin: 0, cancellationToken);
        return removed.Count;
    }
}

using MailAdmin.Contracts;
using MailAdmin.Storage.Directory;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Commit;

/// <summary>Commits changes of the directory in the order in which they are handed in.</summary>
internal sealed class DirectoryCommitter(StoreState state, Committer committer, TimeProvider timeProvider) : IDirectoryCommitter
{
    public DirectorySnapshot Current => state.Directory;

    public Task<T> CommitAsync<T>(
        Func<DirectoryTransaction, T> change, ChangeOrigin origin, CancellationToken cancellationToken) =>
        committer.CommitInOrder(new DirectoryOperation<T>(change, origin, timeProvider), cancellationToken);
}

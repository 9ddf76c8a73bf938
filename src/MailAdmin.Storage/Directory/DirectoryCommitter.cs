using MailAdmin.Contracts;
using MailAdmin.Storage.Operations;

namespace MailAdmin.Storage.Directory;

/// <summary>Commits changes of the directory in the order in which they are handed in.</summary>
internal sealed class DirectoryCommitter(DirectoryState state, ICommitter committer, TimeProvider timeProvider)
{
    /// <summary>The directory as it is committed.</summary>
    public DirectorySnapshot Current => state.Current;

    /// <summary>Commits what a function changes, which may be called more than once.</summary>
    public Task<T> CommitAsync<T>(
        Func<DirectoryTransaction, T> change, ChangeOrigin origin, CancellationToken cancellationToken) =>
        committer.CommitInOrder(new DirectoryOperation<T>(state, change, origin, timeProvider), cancellationToken);
}

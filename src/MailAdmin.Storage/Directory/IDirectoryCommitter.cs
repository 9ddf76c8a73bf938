using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>What makes changes of the directory durable.</summary>
internal interface IDirectoryCommitter
{
    /// <summary>The directory as it is committed.</summary>
    DirectorySnapshot Current { get; }

    /// <summary>Commits what a function changes, which may be called more than once.</summary>
    Task<T> CommitAsync<T>(Func<DirectoryTransaction, T> change, ChangeOrigin origin, CancellationToken cancellationToken);
}

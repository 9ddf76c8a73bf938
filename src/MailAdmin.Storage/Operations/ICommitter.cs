namespace MailAdmin.Storage.Operations;

/// <summary>Commits operations, in batches and in order.</summary>
internal interface ICommitter
{
    /// <summary>Waits for room and queues an operation. The task ends when it is committed or refused.</summary>
    Task<T> CommitAsync<T>(Operation<T> operation, CancellationToken cancellationToken);

    /// <summary>Queues an operation now, so that it is committed before every operation that comes later.</summary>
    Task<T> CommitInOrder<T>(Operation<T> operation, CancellationToken cancellationToken);
}

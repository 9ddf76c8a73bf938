namespace MailAdmin.Storage.Operations;

/// <summary>The outcome of preparing an operation.</summary>
internal enum Preparation
{
    /// <summary>Its record is built.</summary>
    Recorded,

    /// <summary>There is nothing to change.</summary>
    Unchanged,

    /// <summary>It depends on a change of this batch, so it waits for the next batch.</summary>
    Conflict,
}

/// <summary>
/// A change that a caller waits for. The committer prepares it (checks everything, builds its record, changes no
/// committed state), and completes it after the commit.
/// </summary>
internal abstract class Operation
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Canceled = 2;
    private int stage;

    /// <summary>About how many bytes its record takes.</summary>
    public virtual long Size => 256;

    /// <summary>The session that asked for it; 0: none.</summary>
    public virtual long Origin => 0;

    /// <summary>
    /// Checks the change against what is committed and what this batch has prepared, and builds its record.
    /// </summary>
    /// <exception cref="MailException">It is refused and leaves nothing behind.</exception>
    public abstract Preparation Prepare(CommitContext context);

    /// <summary>Ends it: the change is committed and applied, and observers were notified.</summary>
    public abstract void Complete();

    /// <summary>Ends it: the change was not made.</summary>
    public abstract void Fail(Exception exception);

    /// <summary>
    /// Ends it because the store stopped. The change may have been made, so nothing that it needs is undone.
    /// </summary>
    public virtual void Abandon(Exception exception) => Fail(exception);

    /// <summary>Begins its preparation. Returns false when the caller canceled it before.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref stage, Taken, Waiting) != Canceled;

    /// <summary>Cancels it. Returns false when its preparation has begun.</summary>
    protected bool TryCancel() => Interlocked.CompareExchange(ref stage, Canceled, Waiting) == Waiting;
}

/// <summary>A change with a result.</summary>
internal abstract class Operation<T> : Operation
{
    // Continuations of callers never run on the thread of the committer.
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration registration;

    /// <summary>Ends when the change is committed or refused.</summary>
    public Task<T> Task => completion.Task;

    /// <summary>The result of the task; set when it is prepared.</summary>
    protected T Result { get; set; } = default!;

    public sealed override void Complete()
    {
        registration.Dispose();
        completion.TrySetResult(Result);
    }

    public sealed override void Fail(Exception exception)
    {
        OnFailed();
        Abandon(exception);
    }

    public sealed override void Abandon(Exception exception)
    {
        registration.Dispose();
        completion.TrySetException(exception);
    }

    /// <summary>
    /// Lets the caller cancel the operation while it waits. Once it is taken, its task ends with its outcome, so that a
    /// spool is never used after its caller believes that the operation has ended. To be called before the committer
    /// can see the operation, which disposes the registration when it has ended.
    /// </summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            registration = cancellationToken.UnsafeRegister(
                static (operation, token) => ((Operation<T>)operation!).Cancel(token), this);
        }
    }

    /// <summary>Undoes what preparing it changed outside the state.</summary>
    protected virtual void OnFailed()
    {
    }

    private void Cancel(CancellationToken cancellationToken)
    {
        if (TryCancel())
        {
            completion.TrySetCanceled(cancellationToken);
        }
    }
}

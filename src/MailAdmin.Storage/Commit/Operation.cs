namespace MailAdmin.Storage.Commit;

/// <summary>What preparing an operation led to.</summary>
internal enum Preparation
{
    /// <summary>Its record is built.</summary>
    Recorded,

    /// <summary>There is nothing to change.</summary>
    Unchanged,

    /// <summary>It depends on a change of this batch, and waits for the next.</summary>
    Conflict,
}

/// <summary>
/// A change that someone waits for. The committer prepares it (checks everything, builds its record, changes no
/// committed
/// state), and after the commit completes it.
/// </summary>
internal abstract class Operation
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Canceled = 2;
    private int stage;

    /// <summary>About how many octets its record has.</summary>
    public virtual long Size => 256;

    /// <summary>The session that asked; 0: none.</summary>
    public virtual long Origin => 0;

    /// <summary>
    /// Checks the change against what is committed and what this batch has prepared, and builds its record.
    /// </summary>
    /// <exception cref="MailException">It is refused; nothing is left of it.</exception>
    public abstract Preparation Prepare(CommitContext context);

    /// <summary>The change is committed, applied and told.</summary>
    public abstract void Complete();

    /// <summary>The change was not made.</summary>
    public abstract void Fail(Exception exception);

    /// <summary>The store stopped, and the change may have been made or not; nothing that it needs is taken back.</summary>
    public virtual void Abandon(Exception exception) => Fail(exception);

    /// <summary>Begins its preparation, unless its caller gave up before.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref stage, Taken, Waiting) != Canceled;

    /// <summary>Gives up, unless its preparation has begun.</summary>
    protected bool TryCancel() => Interlocked.CompareExchange(ref stage, Canceled, Waiting) == Waiting;
}

/// <summary>A change with a result.</summary>
internal abstract class Operation<T> : Operation
{
    // Continuations of callers never run on the thread of the committer.
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration registration;

    /// <summary>Ends with the change.</summary>
    public Task<T> Task => completion.Task;

    /// <summary>What the caller gets; set when it is prepared.</summary>
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
    /// Lets the caller give up while the operation waits. Once it is taken the caller gets its outcome, so that what it
    /// lent (a spool) is
    /// never used after it was told that nothing happens any more.
    /// </summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            registration = cancellationToken.UnsafeRegister(
                static (operation, token) => ((Operation<T>)operation!).Cancel(token), this);
        }
    }

    /// <summary>Takes back what preparing it changed outside the state.</summary>
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

namespace MailAdmin.Pipeline;

/// <summary>
/// Changes that are under way, so that a thousand rows share syncs and all processors derive passwords. They are made
/// in the order in which they were started, whatever each needs before, and finished in that order too.
/// </summary>
internal sealed class PendingChanges
{
    private readonly Queue<(Task Work, Action Finish)> queue = new();
    private Task previousIssued = Task.CompletedTask;

    /// <summary>How many are under way.</summary>
    public int Count => queue.Count;

    /// <summary>Whether the oldest one has ended.</summary>
    public bool IsNextDone => queue.TryPeek(out (Task Work, Action Finish) next) && next.Work.IsCompleted;

    /// <summary>Starts a change.</summary>
    /// <param name="preparation">What must be ready first.</param>
    /// <param name="issue">Makes the change; is called when those before have been issued.</param>
    /// <param name="finish">Is called by <see cref="FinishNext"/>, with a task that may still run.</param>
    public void Start<TPrepared, TResult>(
        Task<TPrepared> preparation, Func<TPrepared, Task<TResult>> issue, Action<Task<TResult>> finish)
    {
        TaskCompletionSource issued = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task turn = previousIssued;
        previousIssued = issued.Task;
        Task<TResult> work = Task.Run(() => IssueAsync(preparation, issue, turn, issued));
        queue.Enqueue((work, () => finish(work)));
    }

    /// <summary>Takes the oldest one and finishes it.</summary>
    public void FinishNext() => queue.Dequeue().Finish();

    private static async Task<TResult> IssueAsync<TPrepared, TResult>(
        Task<TPrepared> preparation, Func<TPrepared, Task<TResult>> issue, Task turn, TaskCompletionSource issued)
    {
        Task<TResult> work;
        try
        {
            TPrepared prepared = await preparation;
            await turn;
            work = issue(prepared);
        }
        finally
        {
            issued.SetResult();
        }

        return await work;
    }
}

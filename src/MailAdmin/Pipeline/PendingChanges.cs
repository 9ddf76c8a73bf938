namespace MailAdmin.Pipeline;

/// <summary>
/// Changes that are under way, so that a thousand rows share syncs and all processors derive passwords. They are made
/// in the order in which they were started, whatever each needs before, and finished in that order too.
/// </summary>
internal sealed class PendingChanges
{
    private readonly Queue<Entry> queue = new();
    private Task previousIssued = Task.CompletedTask;

    /// <summary>How many are under way.</summary>
    public int Count => queue.Count;

    /// <summary>Whether the oldest one has ended.</summary>
    public bool IsNextDone => queue.TryPeek(out Entry? next) && next.Work.IsCompleted;

    /// <summary>Starts a change.</summary>
    /// <param name="preparation">What must be ready first.</param>
    /// <param name="issue">Makes the change; is called when those before have been issued.</param>
    /// <param name="finish">Is called by <see cref="FinishNext"/>, with a task that may still run.</param>
    /// <param name="lose">Names a result of which something is lost when it is not finished; null: nothing is.</param>
    public void Start<TPrepared, TResult>(
        Task<TPrepared> preparation,
        Func<TPrepared, Task<TResult>> issue,
        Action<Task<TResult>> finish,
        Func<TResult, string?> lose)
    {
        TaskCompletionSource issued = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task turn = previousIssued;
        previousIssued = issued.Task;
        Task<TResult> work = Task.Run(() => IssueAsync(preparation, issue, turn, issued));
        queue.Enqueue(new Entry(
            work, () => finish(work), () => work.IsCompletedSuccessfully ? lose(PipelinePump.Wait(work)) : null));
    }

    /// <summary>Finishes the oldest one, which is taken out unless the pipeline was stopped meanwhile.</summary>
    public void FinishNext(CancellationToken stopping)
    {
        try
        {
            queue.Peek().Finish();
        }
        catch when (!stopping.IsCancellationRequested)
        {
            // The next command has it and wants no more, as Select-Object -First, or has failed with it.
            queue.Dequeue();
            throw;
        }

        queue.Dequeue();
    }

    /// <summary>Waits for those that will not be finished any more.</summary>
    /// <returns>The names of those that were made, and something of their results is lost.</returns>
    public async Task<IReadOnlyList<string>> LoseAsync(TimeSpan timeout)
    {
        await Task.WhenAll(queue.Select(entry => entry.Work))
            .WaitAsync(timeout, TimeProvider.System)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return [.. queue.Select(entry => entry.Lose()).OfType<string>()];
    }

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

    private sealed record Entry(Task Work, Action Finish, Func<string?> Lose);
}

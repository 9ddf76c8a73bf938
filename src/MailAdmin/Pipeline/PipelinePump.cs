using System.Collections.Concurrent;

namespace MailAdmin.Pipeline;

/// <summary>
/// Lets the pipeline thread wait for asynchronous work. Only that thread may write to the pipeline, so what the work
/// has to say meanwhile (progress, verbose text) is queued and run on it.
/// </summary>
internal sealed class PipelinePump
{
    private readonly BlockingCollection<Action> queue = [];

    /// <summary>
    /// Has an action run on the pipeline thread, now if it waits, else when it next does. From any thread.
    /// </summary>
    public void Post(Action action) => queue.Add(action);

    /// <summary>Runs what was posted, without waiting.</summary>
    public void RunPosted()
    {
        while (queue.TryTake(out Action? action))
        {
            action();
        }
    }

    /// <summary>
    /// Waits for work, running what is posted. Returns at once when it is cancelled, even if the work goes on.
    /// </summary>
    public T Run<T>(Task<T> work, CancellationToken cancellationToken)
    {
        if (!work.IsCompleted)
        {
            // The empty action only wakes the loop.
            _ = work.ContinueWith(
                _ => queue.Add(static () => { }),
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default);
            while (!work.IsCompleted)
            {
                queue.Take(cancellationToken)();
            }
        }

        RunPosted();
        return Wait(work);
    }

    /// <summary>Waits for work that posts nothing.</summary>
    public static T Wait<T>(Task<T> work) => work.GetAwaiter().GetResult();

    /// <inheritdoc cref="Wait{T}(Task{T})"/>
    public static void Wait(Task work) => Wait(WithoutResult(work));

    /// <summary>Work as a task with a value that means nothing.</summary>
    public static async Task<bool> WithoutResult(Task work)
    {
        await work;
        return true;
    }
}

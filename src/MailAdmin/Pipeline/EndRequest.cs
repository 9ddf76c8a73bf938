namespace MailAdmin.Pipeline;

/// <summary>
/// A request from outside that this process end: a service manager or a closed terminal makes it. Cmdlets that would
/// wait for ever listen to it, so that they return and the rest of their script runs.
/// </summary>
internal static class EndRequest
{
    private static readonly TaskCompletionSource Source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static int waiters;

    /// <summary>Completes when the process shall end; from then on it stays so.</summary>
    public static Task Received => Source.Task;

    /// <summary>Waits for work, or for the request, whichever comes first.</summary>
    public static async Task WaitAsync(Task work)
    {
        Interlocked.Increment(ref waiters);
        try
        {
            await await Task.WhenAny(work, Received);
        }
        finally
        {
            Interlocked.Decrement(ref waiters);
        }
    }

    /// <summary>Makes the request. Returns false when nothing in this process waits for it.</summary>
    public static bool TryMake()
    {
        if (Volatile.Read(ref waiters) == 0)
        {
            return false;
        }

        Source.TrySetResult();
        return true;
    }
}

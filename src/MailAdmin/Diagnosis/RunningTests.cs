using System.Threading.Channels;

namespace MailAdmin.Diagnosis;

/// <summary>
/// Diagnoses that run side by side, as many as a limit, and are taken in the order in which they were started.
/// </summary>
internal sealed class RunningTests(int limit)
{
    // Who runs has an item in it.
    private readonly Channel<bool> places = Channel.CreateBounded<bool>(limit);
    private readonly Queue<RunningTest> queue = new();

    /// <summary>How many were started and not taken.</summary>
    public int Count => queue.Count;

    /// <summary>Whether the next one has ended.</summary>
    public bool IsNextDone => queue.TryPeek(out RunningTest? next) && next.Work.IsCompleted;

    /// <summary>Starts one, once there is a place.</summary>
    public void Start(
        string target,
        Func<CancellationToken, IAsyncEnumerable<MailTestResult>> source,
        CancellationToken cancellationToken)
    {
        // Unbounded: a diagnosis has some dozen results, and must not wait for those before it to be shown.
        Channel<MailTestResult> results = Channel.CreateUnbounded<MailTestResult>();
        Task<bool> work = Task.Run(() => RunAsync(source, results.Writer, cancellationToken), CancellationToken.None);
        queue.Enqueue(new RunningTest(target, results.Reader, work));
    }

    /// <summary>Takes the next one, which may still run.</summary>
    public RunningTest TakeNext() => queue.Dequeue();

    private async Task<bool> RunAsync(
        Func<CancellationToken, IAsyncEnumerable<MailTestResult>> source,
        ChannelWriter<MailTestResult> writer,
        CancellationToken cancellationToken)
    {
        try
        {
            await places.Writer.WriteAsync(true, cancellationToken);
            try
            {
                await foreach (MailTestResult result in source(cancellationToken).WithCancellation(cancellationToken))
                {
                    await writer.WriteAsync(result, cancellationToken);
                }
            }
            finally
            {
                places.Reader.TryRead(out _);
            }
        }
        finally
        {
            writer.Complete();
        }

        return true;
    }
}

/// <summary>One of them.</summary>
/// <param name="Target">What it is about.</param>
/// <param name="Results">Its results, as they come.</param>
/// <param name="Work">Ends when it has ended; fails if it could not be made.</param>
internal sealed record RunningTest(string Target, ChannelReader<MailTestResult> Results, Task<bool> Work);

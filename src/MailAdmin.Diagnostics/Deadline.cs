namespace MailAdmin.Diagnostics;

/// <summary>Limits the time of work. Reaching the limit is a result; a stop by the user is an exception.</summary>
internal static class Deadline
{
    /// <summary>The result of the work, or <paramref name="late"/> when the time is over before.</summary>
    public static async Task<T> RunAsync<T>(
        TimeSpan timeout,
        TimeProvider clock,
        Func<CancellationToken, Task<T>> work,
        T late,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(timeout, clock);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return late;
        }
    }
}

namespace MailAdmin.Tests.Server;

/// <summary>Tells when something has happened so often; can be set again.</summary>
internal sealed class Countdown
{
    private readonly Lock gate = new();
    private TaskCompletionSource enough = new();
    private int left;

    /// <summary>Completes when <see cref="Signal"/> was called so often from now on.</summary>
    public Task Expect(int count)
    {
        lock (gate)
        {
            left = count;
            enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return enough.Task;
        }
    }

    public void Signal()
    {
        lock (gate)
        {
            if (--left == 0)
            {
                enough.SetResult();
            }
        }
    }
}

namespace MailAdmin.Server.Outbound;

/// <summary>A message that waits for its turn, or is being sent.</summary>
internal sealed class QueuedDelivery(long id)
{
    private readonly TaskCompletionSource completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Id => id;

    /// <summary>Whether somebody asked for an attempt now.</summary>
    public bool IsForced { get; set; }

    /// <summary>Completes when the attempt is over, however it ended.</summary>
    public Task Completed => completed.Task;

    public void Complete() => completed.TrySetResult();
}

namespace MailAdmin.Tests.Transport;

/// <summary>A connection that takes what is written when it is told to, and sends nothing.</summary>
internal sealed class SlowStream : MemoryStream
{
    private TaskCompletionSource accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes nothing from now on.</summary>
    public void Hold() => accepted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes what is being written.</summary>
    public void Accept() => accepted.SetResult();

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await accepted.Task.WaitAsync(cancellationToken);
}

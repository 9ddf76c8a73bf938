namespace MailAdmin.Storage.Commit;

/// <summary>Limits the size of the changes that wait for the committer. Further callers wait in order.</summary>
internal sealed class AdmissionGate(long capacity)
{
    private readonly Lock gate = new();
    private readonly LinkedList<(long Size, TaskCompletionSource Turn)> queue = [];
    private long inside;

    /// <summary>Waits until there is room for a size. One that exceeds the capacity enters alone.</summary>
    public ValueTask EnterAsync(long size, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        LinkedListNode<(long, TaskCompletionSource)> node;
        lock (gate)
        {
            if (queue.Count == 0 && Fits(size))
            {
                inside += size;
                return ValueTask.CompletedTask;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            node = queue.AddLast((size, turn));
        }

        return WaitAsync(turn, node, cancellationToken);
    }

    /// <summary>Frees the room of a size.</summary>
    public void Leave(long size)
    {
        lock (gate)
        {
            inside -= size;
            AdmitNext();
        }
    }

    private async ValueTask WaitAsync(
        TaskCompletionSource turn,
        LinkedListNode<(long, TaskCompletionSource)> node,
        CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                lock (gate)
                {
                    if (node.List is not null)
                    {
                        queue.Remove(node);
                        turn.TrySetCanceled(token);
                        AdmitNext();
                    }
                }
            },
            null);
        await turn.Task;
    }

    private bool Fits(long size) => inside == 0 || inside + size <= capacity;

    private void AdmitNext()
    {
        while (queue.First is { } first && Fits(first.Value.Size))
        {
            queue.RemoveFirst();
            inside += first.Value.Size;
            first.Value.Turn.TrySetResult();
        }
    }
}

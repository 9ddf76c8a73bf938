namespace MailAdmin.Storage.Commit;

/// <summary>Bounds the octets that wait for the committer: who would go beyond waits for a turn, in order.</summary>
internal sealed class AdmissionGate(long capacity)
{
    private readonly Lock gate = new();
    private readonly LinkedList<(long Size, TaskCompletionSource Turn)> queue = [];
    private long inside;

    /// <summary>Waits until the octets fit. What is larger than everything goes in alone.</summary>
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

    /// <summary>Makes room.</summary>
    public void Leave(long size)
    {
        lock (gate)
        {
            inside -= size;
            LetIn();
        }
    }

    private async ValueTask WaitAsync(
        TaskCompletionSource turn, LinkedListNode<(long, TaskCompletionSource)> node, CancellationToken cancellationToken)
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
                        LetIn();
                    }
                }
            },
            null);
        await turn.Task;
    }

    private bool Fits(long size) => inside == 0 || inside + size <= capacity;

    private void LetIn()
    {
        while (queue.First is { } first && Fits(first.Value.Size))
        {
            queue.RemoveFirst();
            inside += first.Value.Size;
            first.Value.Turn.TrySetResult();
        }
    }
}

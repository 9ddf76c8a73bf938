using MailAdmin.Contracts;

namespace MailAdmin.Storage.Queue;

/// <summary>One who is told of changes of the queue, until it is disposed.</summary>
internal sealed class QueueSubscription(QueueState queue, Action<IReadOnlyList<QueueChange>> observer) : IDisposable
{
    private bool ended;

    /// <summary>Tells of changes.</summary>
    public void Notify(IReadOnlyList<QueueChange> changes)
    {
        if (!Volatile.Read(ref ended))
        {
            observer(changes);
        }
    }

    public void Dispose()
    {
        Volatile.Write(ref ended, true);
        queue.Remove(this);
    }
}

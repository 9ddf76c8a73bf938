using MailAdmin.Storage.Mailboxes;
using MailAdmin.Storage.Queue;

namespace MailAdmin.Storage.Commit;

/// <summary>Collects the changes of a batch, with the observers to notify after its commit.</summary>
internal sealed class StoreChanges
{
    public MailboxChanges Mailboxes { get; } = new();

    public QueueChanges Queue { get; } = new();

    /// <summary>Notifies the observers of everything, in order.</summary>
    public void Publish(Action<Exception> onObserverFailure)
    {
        Mailboxes.Publish(onObserverFailure);
        Queue.Publish(onObserverFailure);
    }
}

using MailAdmin.Contracts;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Queue;

/// <summary>An observer of the changes of the queue.</summary>
internal sealed class QueueSubscription(QueueState queue, Action<IReadOnlyList<QueueChange>> observer)
    : Subscription<IReadOnlyList<QueueChange>>(observer)
{
    protected override void End() => queue.Remove(this);
}

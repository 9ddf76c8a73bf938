using MailAdmin.Contracts;

namespace MailAdmin.Storage.Queue;

/// <summary>
/// Collects what records change in the queue, with the observers to notify. They are chosen under the lock of the
/// queue, as the change is made, so that a list of schedules and the changes after it neither overlap nor leave a gap.
/// </summary>
internal sealed class QueueChanges
{
    private readonly List<(QueueSubscription[] Observers, List<QueueChange> Changes)> collected = [];

    /// <summary>Adds a change; the caller has the lock.</summary>
    public void Add(QueueSubscription[] observers, QueueChange change)
    {
        if (observers.Length == 0)
        {
            return;
        }

        if (collected.Count == 0 || collected[^1].Observers != observers)
        {
            collected.Add((observers, []));
        }

        collected[^1].Changes.Add(change);
    }

    /// <summary>Notifies the observers of everything, in order.</summary>
    public void Publish(Action<Exception> onObserverFailure)
    {
        foreach ((QueueSubscription[] observers, List<QueueChange> changes) in collected)
        {
            foreach (QueueSubscription observer in observers)
            {
                observer.Notify(changes, onObserverFailure);
            }
        }

        collected.Clear();
    }
}

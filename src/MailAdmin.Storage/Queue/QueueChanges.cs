using MailAdmin.Contracts;

namespace MailAdmin.Storage.Queue;

/// <summary>
/// Gathers what records change in the queue, with those who are to be told. Who is told is decided under the lock of the
/// queue in which the change is made, so that a timetable and what follows it never overlap and never leave a gap.
/// </summary>
internal sealed class QueueChanges
{
    private readonly List<(QueueSubscription[] Heard, List<QueueChange> Changes)> gathered = [];

    /// <summary>Notes a change; the caller holds the lock.</summary>
    public void Add(QueueSubscription[] heard, QueueChange change)
    {
        if (heard.Length == 0)
        {
            return;
        }

        if (gathered.Count == 0 || gathered[^1].Heard != heard)
        {
            gathered.Add((heard, []));
        }

        gathered[^1].Changes.Add(change);
    }

    /// <summary>Tells of everything, in order, and forgets it.</summary>
    public void Publish(Action<Exception> onObserverFailure)
    {
        foreach ((QueueSubscription[] heard, List<QueueChange> changes) in gathered)
        {
            foreach (QueueSubscription subscription in heard)
            {
                try
                {
                    subscription.Notify(changes);
                }
#pragma warning disable CA1031 // An observer's fault must not stop the committer; it is logged.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    onObserverFailure(exception);
                }
            }
        }

        gathered.Clear();
    }
}

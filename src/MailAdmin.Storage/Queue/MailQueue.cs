using System.Globalization;
using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Operations;

namespace MailAdmin.Storage.Queue;

/// <summary>The queue: reads return the committed state, and changes go through the committer.</summary>
internal sealed class MailQueue(QueueState queue, ICommitter committer, MessageReader reader) : IMailQueue
{
    public int Count => queue.Count;

    public Task<MailCommitOutcome> CommitAsync(MailCommit commit, CancellationToken cancellationToken)
    {
        CommitMailOperation operation = new(commit, queue);

        // Updates are small, so they do not wait for room.
        return commit.Appends.Count + commit.Additions.Count == 0
            ? committer.CommitInOrder(operation, cancellationToken)
            : committer.CommitAsync(operation, cancellationToken);
    }

    public ValueTask<QueueItem?> FindAsync(long id, CancellationToken cancellationToken) =>
        new(queue.Find(id) is { } entry ? QueueFormat.Read(entry) : null);

    public async IAsyncEnumerable<QueueItem> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (long id in Array.ConvertAll(queue.List(), entry => entry.Id))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (queue.Find(id) is { } entry)
            {
                yield return QueueFormat.Read(entry);
            }
        }
    }

    public IDisposable Watch(Action<IReadOnlyList<QueueChange>> observer, out IReadOnlyList<QueueSchedule> schedules)
    {
        QueueEntry[] entries = queue.Watch(observer, out QueueSubscription subscription);
        schedules = Array.ConvertAll(entries, entry => entry.ToSchedule());
        return subscription;
    }

    public ValueTask<MessageContent> OpenMessageAsync(long id, CancellationToken cancellationToken)
    {
        lock (queue.Gate)
        {
            // Opened under the lock, so that its large file cannot be removed before.
            return queue.Find(id) is { } entry
                ? new(reader.Open(entry.Body))
                : throw NotFound(id);
        }
    }

    private static MailException NotFound(long id)
    {
        string number = id.ToString(CultureInfo.InvariantCulture);
        return MailException.Of(MailError.QueueItemNotFound, number);
    }
}

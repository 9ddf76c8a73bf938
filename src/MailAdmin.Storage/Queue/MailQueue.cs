using System.Globalization;
using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Storage.Commit;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Queue;

/// <summary>The queue: reads look at what is committed, changes go through the committer.</summary>
internal sealed class MailQueue(StoreState state, Committer committer, LargeFiles files) : IMailQueue
{
    private readonly MessageReader reader = new(state, files);

    public int Count => state.Queue.Count;

    public Task<MailCommitOutcome> CommitAsync(MailCommit commit, CancellationToken cancellationToken)
    {
        CommitMailOperation operation = new(commit);

        // Updates have no octets that would have to wait for room.
        return commit.Appends.Count + commit.Additions.Count == 0
            ? committer.CommitInOrder(operation, cancellationToken)
            : committer.CommitAsync(operation, cancellationToken);
    }

    public ValueTask<QueueItem?> FindAsync(long id, CancellationToken cancellationToken) =>
        new(state.Queue.Find(id) is { } entry ? QueueFormat.Read(entry) : null);

    public async IAsyncEnumerable<QueueItem> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (long id in Array.ConvertAll(state.Queue.List(), entry => entry.Id))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (state.Queue.Find(id) is { } entry)
            {
                yield return QueueFormat.Read(entry);
            }
        }
    }

    public IDisposable Watch(Action<IReadOnlyList<QueueChange>> observer, out IReadOnlyList<QueueSchedule> schedules)
    {
        QueueEntry[] entries = state.Queue.Watch(observer, out QueueSubscription subscription);
        schedules = Array.ConvertAll(entries, entry => entry.ToSchedule());
        return subscription;
    }

    public ValueTask<MessageContent> OpenMessageAsync(long id, CancellationToken cancellationToken)
    {
        lock (state.Queue.Gate)
        {
            // Opened under the lock, so that a large file cannot go in between.
            return state.Queue.Find(id) is { } entry
                ? new(reader.Open(entry.Body.ToEntry()))
                : throw NotFound(id);
        }
    }

    private static MailException NotFound(long id)
    {
        string number = id.ToString(CultureInfo.InvariantCulture);
        return MailException.Of(MailError.QueueItemNotFound, number);
    }
}

using MailAdmin.Contracts;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Operations;

namespace MailAdmin.Storage.Queue;

/// <summary>
/// Adds messages to mailboxes and the queue and changes queue items, by one record: all or nothing. Everything that can
/// be refused is checked before anything is prepared. A body that several entries share is written once.
/// </summary>
internal sealed class CommitMailOperation(MailCommit commit, QueueState queue) : Operation<MailCommitOutcome>
{
    private readonly List<SharedBody> bodies = SharedBody.Group(commit);
    private readonly QueueAddition[] additions = QueueAddition.Create(commit.Additions);

    public override long Size =>
        bodies.Sum(body => body.Size) + additions.Sum(addition => addition.Size) + (commit.Updates.Count * 256L);

    public override long Origin => commit.Origin;

    public override Preparation Prepare(CommitContext context)
    {
        // Most commits have no updates.
        Dictionary<long, QueueItem?> updated = [];
        List<(long Id, byte[] State)> changed = [];
        if (commit.Updates.Count > 0)
        {
            if (IsTouched(context.Batch))
            {
                return Preparation.Conflict;
            }

            updated = ApplyUpdates();
            changed = FindChanged(context, updated);
        }

        if (PreparedAppends.TryPrepare(context, commit.Appends) is not { } appends)
        {
            return Preparation.Conflict;
        }

        long[] ids = additions.Length == 0 ? [] : Array.ConvertAll(additions, _ => queue.TakeId());
        Result = new MailCommitOutcome(
            appends.Appended, ids, [.. commit.Updates.Select(update => updated.GetValueOrDefault(update.Id))]);
        if (commit.Appends.Count + ids.Length + changed.Count == 0)
        {
            return Preparation.Unchanged;
        }

        Write(context, appends, ids, changed);
        SharedBody.SetCommitted(bodies, true);
        return Preparation.Recorded;
    }

    protected override void OnFailed() => SharedBody.SetCommitted(bodies, false);

    private bool IsTouched(long batch) => commit.Updates.Any(update => queue.IsTouched(update.Id, batch));

    // Several updates of one item follow each other.
    private Dictionary<long, QueueItem?> ApplyUpdates()
    {
        Dictionary<long, QueueItem?> items = [];
        foreach (QueueUpdate update in commit.Updates)
        {
            if (!items.TryGetValue(update.Id, out QueueItem? item))
            {
                item = queue.Find(update.Id) is { } entry ? QueueFormat.Read(entry) : null;
            }

            items[update.Id] = item is null ? null : Apply(item, update.Change(item));
        }

        return items;
    }

    // Fields that may not change stay as they were.
    private static QueueItem? Apply(QueueItem before, QueueItem? after)
    {
        if (after is null || ReferenceEquals(after, before))
        {
            return after;
        }

        if (after.Recipients.Count != before.Recipients.Count)
        {
            throw new InvalidOperationException("A change of a queue item adds or removes recipients.");
        }

        return before with
        {
            Expires = after.Expires,
            NextAttempt = after.NextAttempt,
            Attempts = after.Attempts,
            LastAttempt = after.LastAttempt,
            LastError = after.LastError,
            StatusCode = after.StatusCode,
            NextHop = after.NextHop,
            Suspended = after.Suspended,
            DelayReported = after.DelayReported,
            Recipients =
            [
                .. before.Recipients.Zip(
                    after.Recipients,
                    (old, now) => old with
                    {
                        State = now.State,
                        StatusCode = now.StatusCode,
                        LastReply = now.LastReply,
                    }),
            ],
        };
    }

    // Compared in the form of the log, after texts were cut; the outcome has what the log has.
    private List<(long Id, byte[] State)> FindChanged(CommitContext context, Dictionary<long, QueueItem?> updated)
    {
        List<(long Id, byte[] State)> changed = [];
        foreach ((long id, QueueItem? item) in updated.ToArray())
        {
            if (queue.Find(id) is not { } entry)
            {
                continue;
            }

            if (item is null)
            {
                changed.Add((id, []));
                continue;
            }

            context.Scratch.Clear();
            QueueFormat.WriteState(context.Scratch, item);
            if (!context.Scratch.Written.SequenceEqual(entry.State))
            {
                changed.Add((id, context.Scratch.Written.ToArray()));
            }

            updated[id] = QueueFormat.Read(entry, context.Scratch.Written);
        }

        return changed;
    }

    private void Write(
        CommitContext context, PreparedAppends appends, long[] ids, List<(long Id, byte[] State)> changed)
    {
        RecordBuffer record = context.Record;
        foreach ((SharedBody body, StoredBody place) in SharedBody.Place(bodies))
        {
            appends.Write(body, place);
            foreach (int i in body.Additions)
            {
                additions[i].Write(record, ids[i], place, body.Spool.LargeFile);
            }
        }

        foreach ((long id, byte[] state) in changed)
        {
            queue.Touch(id, context.Batch);
            record.WriteKind(PartKind.QueueChanged);
            record.WriteNumber(id);
            record.WriteText(state);
        }

        SharedBody.WriteData(record, bodies);
    }
}

using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Storage.Log;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Queue;

/// <summary>
/// The queue as it is committed. The committer changes it under <see cref="Gate"/>, readers hold it. Numbers ascend and
/// are never given twice: the highest one of any record counts, also of items that are gone.
/// </summary>
internal sealed class QueueState
{
    private const int SpareDomains = 1_000;

    private readonly Dictionary<long, QueueEntry> entries = [];
    private readonly Dictionary<string, DomainName> domains = new(StringComparer.Ordinal);
    private readonly HashSet<long> touched = [];
    private QueueSubscription[] subscriptions = [];
    private long touchedBatch;

    public Lock Gate { get; } = new();

    /// <summary>The highest number that was given.</summary>
    public long LastId { get; private set; }

    public int Count
    {
        get
        {
            lock (Gate)
            {
                return entries.Count;
            }
        }
    }

    public QueueEntry? Find(long id)
    {
        lock (Gate)
        {
            return entries.GetValueOrDefault(id);
        }
    }

    /// <summary>All items, by number.</summary>
    public QueueEntry[] List()
    {
        QueueEntry[] all;
        lock (Gate)
        {
            all = [.. entries.Values];
        }

        Sort(all);
        return all;
    }

    /// <summary>All items by number, and one who is told of what follows.</summary>
    public QueueEntry[] Watch(Action<IReadOnlyList<QueueChange>> observer, out QueueSubscription subscription)
    {
        subscription = new QueueSubscription(this, observer);
        QueueEntry[] all;
        lock (Gate)
        {
            all = [.. entries.Values];
            subscriptions = [.. subscriptions, subscription];
        }

        Sort(all);
        return all;
    }

    public void Remove(QueueSubscription subscription)
    {
        lock (Gate)
        {
            subscriptions = [.. subscriptions.Where(other => other != subscription)];
        }
    }

    /// <summary>Takes a number; a batch that fails leaves a gap.</summary>
    public long TakeId() => ++LastId;

    public void SawId(long id) => LastId = Math.Max(LastId, id);

    /// <summary>Whether the batch changes an item already; belongs to the committer.</summary>
    public bool IsTouched(long id, long batch) => touchedBatch == batch && touched.Contains(id);

    /// <summary>Notes that the batch changes an item.</summary>
    public void Touch(long id, long batch)
    {
        if (touchedBatch != batch)
        {
            touchedBatch = batch;
            touched.Clear();
        }

        touched.Add(id);
    }

    /// <summary>Adds the item of a part, whose reader is behind the place of its body.</summary>
    public void Add(long id, in MessageEntry body, ref PartReader reader, QueueChanges? changes)
    {
        SawId(id);
        QueueEntry entry = new()
        {
            Id = id,
            Body = QueueBody.Of(body),
            Domain = Intern(reader.ReadTextOctets())!,
            SenderDomain = Intern(reader.ReadTextOctets()),
            Envelope = reader.ReadTextOctets().ToArray(),
            State = reader.ReadTextOctets().ToArray(),
        };
        lock (Gate)
        {
            entries[id] = entry;
            changes?.Add(subscriptions, new QueueChange(id, entry.ToSchedule()));
        }
    }

    /// <summary>Changes or removes an item. The record that added it may be lost; then there is nothing to do.</summary>
    public void Change(long id, ReadOnlySpan<byte> newState, StoreState state, QueueChanges? changes)
    {
        SawId(id);
        lock (Gate)
        {
            if (!entries.TryGetValue(id, out QueueEntry? entry))
            {
                return;
            }

            if (newState.IsEmpty)
            {
                entries.Remove(id);
                state.Bodies.Remove(entry.Body.ToEntry(), state.Log.FindSegment(entry.Body.Segment));
                changes?.Add(subscriptions, new QueueChange(id, null));
                return;
            }

            entry = entries[id] = entry.With(newState.ToArray());
            changes?.Add(subscriptions, new QueueChange(id, entry.ToSchedule()));
        }
    }

    private static void Sort(QueueEntry[] all) => Array.Sort(all, static (left, right) => left.Id.CompareTo(right.Id));

    // Many items are for few domains. What is in no item any more goes now and then.
    private DomainName? Intern(ReadOnlySpan<byte> ascii)
    {
        if (ascii.IsEmpty)
        {
            return null;
        }

        string text = Encoding.ASCII.GetString(ascii);
        if (!domains.TryGetValue(text, out DomainName? name))
        {
            if (domains.Count > (2 * entries.Count) + SpareDomains)
            {
                domains.Clear();
            }

            name = domains[text] = DomainName.Parse(text);
        }

        return name;
    }
}

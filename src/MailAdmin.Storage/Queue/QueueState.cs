using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Storage.Content;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Queue;

/// <summary>
/// The queue as it is committed. The committer changes it under <see cref="Gate"/>; readers take it. Numbers ascend and
/// are never given twice: the highest one of any record counts, also of items that were removed.
/// </summary>
internal sealed class QueueState(BodyTable bodies)
{
    private const int SpareDomains = 1_000;

    private readonly Dictionary<long, QueueEntry> entries = [];
    private readonly Dictionary<string, DomainName> domains = new(StringComparer.Ordinal);
    private readonly HashSet<long> touched = [];
    private QueueSubscription[] subscriptions = [];
    private long touchedBatch;
    private long lastId;

    public Lock Gate { get; } = new();

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

    /// <summary>Returns all items by number, and begins to notify an observer of the changes after that.</summary>
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
    public long TakeId() => ++lastId;

    /// <summary>Leaves out numbers up to one that may have been given.</summary>
    public void SkipIdsTo(long id) => lastId = Math.Max(lastId, id);

    /// <summary>Whether the batch changes an item already; for the committer alone.</summary>
    public bool IsTouched(long id, long batch) => touchedBatch == batch && touched.Contains(id);

    /// <summary>Marks an item as changed by the batch.</summary>
    public void Touch(long id, long batch)
    {
        if (touchedBatch != batch)
        {
            touchedBatch = batch;
            touched.Clear();
        }

        touched.Add(id);
    }

    /// <summary>Applies a part of a record.</summary>
    /// <param name="kind">The kind of the part.</param>
    /// <param name="reader">Has read the kind.</param>
    /// <param name="recordBodies">The bodies of the record.</param>
    /// <param name="changes">Collects what observers are notified of; null: there are none.</param>
    public void Apply(PartKind kind, ref PartReader reader, RecordBodies recordBodies, QueueChanges? changes)
    {
        long id = reader.ReadNumber();
        SkipIdsTo(id);
        if (kind == PartKind.QueueAdded)
        {
            Add(id, ref reader, recordBodies, changes);
        }
        else
        {
            Change(id, reader.ReadBytes(), changes);
        }
    }

    private static void Sort(QueueEntry[] all) => Array.Sort(all, static (left, right) => left.Id.CompareTo(right.Id));

    private void Add(long id, ref PartReader reader, RecordBodies recordBodies, QueueChanges? changes)
    {
        BodyReference body = recordBodies.Read(reader.ReadUInt32(), ref reader);
        recordBodies.Add(body);
        QueueEntry entry = new()
        {
            Id = id,
            Body = body.Body,
            Domain = Intern(reader.ReadBytes())!,
            SenderDomain = Intern(reader.ReadBytes()),
            Envelope = reader.ReadBytes().ToArray(),
            State = reader.ReadBytes().ToArray(),
        };
        lock (Gate)
        {
            entries[id] = entry;
            changes?.Add(subscriptions, new QueueChange(id, entry.ToSchedule()));
        }
    }

    // The record that added the item may be lost; then there is nothing to do.
    private void Change(long id, ReadOnlySpan<byte> newState, QueueChanges? changes)
    {
        lock (Gate)
        {
            if (!entries.TryGetValue(id, out QueueEntry? entry))
            {
                return;
            }

            if (newState.IsEmpty)
            {
                entries.Remove(id);
                bodies.Remove(entry.Body.Key);
                changes?.Add(subscriptions, new QueueChange(id, null));
                return;
            }

            entry = entries[id] = entry with { State = newState.ToArray() };
            changes?.Add(subscriptions, new QueueChange(id, entry.ToSchedule()));
        }
    }

    // Many items are for few domains. Now and then the names that no item has any more are dropped.
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

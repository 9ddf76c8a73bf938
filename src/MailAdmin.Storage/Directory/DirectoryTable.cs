using System.Collections.Immutable;

namespace MailAdmin.Storage.Directory;

/// <summary>The objects of one kind at one moment; never changes.</summary>
internal abstract class DirectoryTable
{
    /// <summary>How many there are.</summary>
    public abstract int Count { get; }

    /// <summary>All, in no order.</summary>
    public abstract IEnumerable<object> Records { get; }

    /// <summary>The objects after a change.</summary>
    public abstract DirectoryTable Apply(object? before, object? after);
}

/// <summary>The objects of one kind at one moment, by key, and how many each domain has.</summary>
internal class DirectoryTable<TKey, TRecord> : DirectoryTable
    where TKey : notnull
    where TRecord : class
{
    private readonly DirectoryKind<TKey, TRecord> kind;
    private readonly ImmutableDictionary<TKey, TRecord> records;
    private readonly ImmutableDictionary<DomainName, int> counts;
    private TRecord[]? sorted;

    public DirectoryTable(DirectoryKind<TKey, TRecord> kind, IReadOnlyCollection<TRecord> records)
    {
        this.kind = kind;
        this.records = records.ToImmutableDictionary(kind.KeyOf);
        counts = records.Select(kind.DomainOf).OfType<DomainName>().CountBy(domain => domain).ToImmutableDictionary();
    }

    /// <summary>The objects of a table after a change.</summary>
    protected DirectoryTable(DirectoryTable<TKey, TRecord> table, TRecord? before, TRecord? after)
    {
        kind = table.kind;
        records = table.records;
        counts = table.counts;
        if (before is not null)
        {
            records = records.Remove(kind.KeyOf(before));
            counts = Add(counts, kind.DomainOf(before), -1);
        }

        if (after is not null)
        {
            // Something else has the key when the record of its removal was lost.
            TRecord? other = records.GetValueOrDefault(kind.KeyOf(after));
            records = records.SetItem(kind.KeyOf(after), after);
            counts = Add(counts, kind.DomainOf(after), other is null ? 1 : 0);
        }
    }

    public sealed override int Count => records.Count;

    public sealed override IEnumerable<object> Records => records.Values;

    /// <summary>The object of a key; null: it does not exist.</summary>
    public TRecord? Find(TKey key) => records.GetValueOrDefault(key);

    public bool Contains(TKey key) => records.ContainsKey(key);

    /// <summary>How many a domain has.</summary>
    public int CountIn(DomainName domain) => counts.GetValueOrDefault(domain);

    /// <summary>All, by key; sorted once.</summary>
    public IReadOnlyList<TRecord> List()
    {
        if (sorted is null)
        {
            TRecord[] all = [.. records.Values];
            Array.Sort(all, (left, right) => string.CompareOrdinal(KeyTextOf(left), KeyTextOf(right)));
            sorted = all;
        }

        return sorted;
    }

    /// <summary>Those of a domain, by key; all for null.</summary>
    public IEnumerable<TRecord> List(DomainName? domain)
    {
        return domain is null ? List()
            : CountIn(domain) == 0 ? []
            : List().Where(record => kind.DomainOf(record) == domain);
    }

    public sealed override DirectoryTable Apply(object? before, object? after)
    {
        // The record of an earlier change may be lost, so "before" is looked up here rather than believed.
        return Derive(FindSame((TRecord)(after ?? before)!), (TRecord?)after);
    }

    /// <summary>What is known of the object that a record describes; null: nothing.</summary>
    public virtual TRecord? FindSame(TRecord record) => Find(kind.KeyOf(record));

    protected virtual DirectoryTable<TKey, TRecord> Derive(TRecord? before, TRecord? after) => new(this, before, after);

    private string KeyTextOf(TRecord record) => kind.KeyTextOf(kind.KeyOf(record));

    private static ImmutableDictionary<DomainName, int> Add(
        ImmutableDictionary<DomainName, int> counts, DomainName? domain, int change)
    {
        return domain is null || change == 0
            ? counts
            : counts.SetItem(domain, counts.GetValueOrDefault(domain) + change);
    }
}

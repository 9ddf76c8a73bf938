namespace MailAdmin.Reporting;

/// <summary>Counts what waits in the queue by domain.</summary>
internal sealed class QueueSummary
{
    private readonly Dictionary<string, DomainQueue> domains = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The number of items.</summary>
    public int Count { get; private set; }

    /// <summary>When the oldest was queued; null for an empty queue.</summary>
    public DateTime? Oldest { get; private set; }

    /// <summary>Adds an item.</summary>
    public void Add(MailQueueItem item)
    {
        Count++;
        Oldest = Oldest < item.Queued ? Oldest : item.Queued;
        DomainQueue before = domains.GetValueOrDefault(item.Domain) ?? new(item.Domain, 0, item.Queued, null);
        domains[item.Domain] = new(
            item.Domain,
            before.Count + 1,
            before.Oldest < item.Queued ? before.Oldest : item.Queued,
            item.LastError ?? before.LastError);
    }

    /// <summary>The domains for which most waits.</summary>
    public IReadOnlyList<DomainQueue> Top(int count) =>
    [
        .. domains.Values.OrderByDescending(queue => queue.Count)
            .ThenBy(queue => queue.Domain, StringComparer.OrdinalIgnoreCase)
            .Take(count),
    ];
}

/// <summary>What waits for a domain.</summary>
internal sealed record DomainQueue(string Domain, int Count, DateTime Oldest, string? LastError);

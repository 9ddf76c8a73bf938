using DnsClient;

namespace MailAdmin.Dns;

/// <summary>
/// Caches a limited number of answers as long as they are valid, by the time that elapses: a clock that is set must not
/// keep an answer for longer. RFC 1035 §7.4; RFC 2308 §5
/// </summary>
internal sealed class DnsCache(int capacity, TimeProvider timeProvider)
{
    private readonly Lock gate = new();
    private readonly long started = timeProvider.GetTimestamp();
    private readonly Dictionary<(string Name, QueryType Type), (DnsAnswer Answer, TimeSpan Expires)> answers = [];

    private TimeSpan Now => timeProvider.GetElapsedTime(started);

    public DnsAnswer? Find(string name, QueryType type)
    {
        lock (gate)
        {
            return answers.TryGetValue((name, type), out (DnsAnswer Answer, TimeSpan Expires) known)
                && known.Expires > Now
                ? known.Answer
                : null;
        }
    }

    public void Add(string name, QueryType type, DnsAnswer answer)
    {
        if (answer.Lifetime <= TimeSpan.Zero)
        {
            return;
        }

        lock (gate)
        {
            if (answers.Count >= capacity)
            {
                RemoveOldest();
            }

            answers[(name, type)] = (answer, Now + answer.Lifetime);
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            answers.Clear();
        }
    }

    // Removes a quarter at once, so that a full cache is not searched for each answer.
    private void RemoveOldest()
    {
        TimeSpan now = Now;
        List<(string Name, QueryType Type)> expiring = [.. answers.OrderBy(pair => pair.Value.Expires)
            .TakeWhile((pair, index) => pair.Value.Expires <= now || index <= capacity / 4)
            .Select(pair => pair.Key)];
        expiring.ForEach(key => answers.Remove(key));
    }
}

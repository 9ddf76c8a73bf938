using System.Runtime.InteropServices;
using MailAdmin.Requests;

namespace MailAdmin.Server.Administration.Trace;

/// <summary>
/// Counts failures by what happened and status code. Other servers choose the codes, so they are limited.
/// </summary>
internal sealed class FailureCount
{
    private const int MaxCodes = 1000;
    private readonly Dictionary<(MailTraceEventId EventId, string StatusCode), (long Count, string Detail)> counts = [];

    public void Add(MailTraceEvent traced)
    {
        if (traced.EventId is not (MailTraceEventId.Reject or MailTraceEventId.Bounce or MailTraceEventId.Defer))
        {
            return;
        }

        (MailTraceEventId, string) key = (traced.EventId, traced.StatusCode ?? "");
        if (counts.Count >= MaxCodes && !counts.ContainsKey(key))
        {
            key = (traced.EventId, "");
        }

        ref (long Count, string Detail) entry = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);
        entry = (entry.Count + 1, traced.Detail ?? entry.Detail ?? "");
    }

    /// <summary>The most frequent, most frequent first.</summary>
    public IReadOnlyList<ActivityFailure> Top(int count) =>
    [
        .. counts.OrderByDescending(pair => pair.Value.Count)
            .ThenBy(pair => pair.Key.StatusCode, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.EventId)
            .Take(count)
            .Select(pair => new ActivityFailure
            {
                EventId = pair.Key.EventId,
                StatusCode = pair.Key.StatusCode,
                Count = pair.Value.Count,
                Detail = pair.Value.Detail,
            }),
    ];
}

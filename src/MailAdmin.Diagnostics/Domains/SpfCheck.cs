using System.Globalization;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>SPF: one record that can be read, not more look-ups than receivers make, and an end that says something. RFC 7208 §3.2, §4.6.4, §5.1</summary>
internal sealed class SpfCheck : IDomainCheck
{
    // RFC 7208 §4.6.4
    private const int MaxLookups = 10;
    private const int MaxVoidLookups = 2;

    // Receivers stop at ten; going on a little tells by how much it is too many.
    private const int LastLookup = 40;

    public MailTestLayer Layer => MailTestLayer.Policy;

    public string Name => "ZoneSpf";

    public async Task<IReadOnlyList<DomainFinding>> RunAsync(DomainContext context, CancellationToken cancellationToken) =>
        [await new Walk(context, cancellationToken).RunAsync()];

    private sealed class Walk(DomainContext context, CancellationToken cancellationToken)
    {
        private readonly List<string> evidence = [];
        private readonly HashSet<string> visited = [];
        private int lookups;
        private int voids;
        private bool usesPtr;

        private string Evidence => string.Join('\n', evidence);

        public async Task<DomainFinding> RunAsync()
        {
            (DomainFinding? problem, SpfTerm? end) = await ReadAsync(context.Domain, from: null);
            if (problem is not null)
            {
                return problem;
            }

            string count = lookups.ToString(CultureInfo.InvariantCulture);
            if (lookups > MaxLookups)
            {
                string said = lookups > LastLookup ? $"> {LastLookup}" : count;
                return DomainFinding.Fail(MailTestCode.SpfTooManyLookups, "", Evidence, ("count", said));
            }

            return (end, voids) switch
            {
                ({ Qualifier: '+' }, _) => DomainFinding.Fail(MailTestCode.SpfAllowsAll, "", Evidence),
                (_, > MaxVoidLookups) => DomainFinding.Warn(
                    MailTestCode.SpfVoidLookups, "", Evidence, ("count", voids.ToString(CultureInfo.InvariantCulture))),
                (null, _) or ({ Qualifier: '?' }, _) => DomainFinding.Warn(MailTestCode.SpfOpenEnd, "", Evidence),
                _ when usesPtr => DomainFinding.Warn(MailTestCode.SpfUsesPtr, "", Evidence),
                _ => DomainFinding.Pass("ZoneSpf", Evidence, ("count", count), ("end", $"{end.Qualifier}all")),
            };
        }

        /// <summary>Reads a record and those that it leads to; gives what is wrong, and its last word.</summary>
        private async Task<(DomainFinding? Problem, SpfTerm? End)> ReadAsync(string domain, string? from)
        {
            DnsResult<string> texts = await context.Dns.TextsAsync(domain, cancellationToken);
            if (texts.IsUnknown)
            {
                return (DomainFinding.Unknown(domain, texts), null);
            }

            string[] records = [.. texts.Records.Where(SpfRecord.IsOne)];
            evidence.AddRange(records.Select(record => $"{domain} TXT {record}"));
            if (records.Length != 1)
            {
                return (NotOne(domain, from, records.Length), null);
            }

            (IReadOnlyList<SpfTerm> terms, string? wrong) = SpfRecord.Read(records[0]);
            if (wrong is not null)
            {
                return (DomainFinding.Fail(MailTestCode.SpfSyntax, "", Evidence, ("name", domain), ("term", wrong)), null);
            }

            // What stands behind "all" is never reached, and "redirect" counts only where there is no "all". RFC 7208 §5.1, §6.1
            SpfTerm? end = terms.FirstOrDefault(term => term.Name == "all");
            IEnumerable<SpfTerm> reached = end is null ? terms : terms.TakeWhile(term => term != end).Where(term => term.Name != "redirect");
            foreach (SpfTerm term in reached.Where(term => term.AsksDns).OrderBy(term => term.Name == "redirect"))
            {
                if (++lookups > LastLookup)
                {
                    return (null, end);
                }

                (DomainFinding? problem, SpfTerm? theirs) = await FollowAsync(domain, term);
                if (problem is not null)
                {
                    return (problem, null);
                }

                end = term.Name == "redirect" ? theirs : end;
            }

            return (null, end);
        }

        private async Task<(DomainFinding? Problem, SpfTerm? End)> FollowAsync(string domain, SpfTerm term)
        {
            usesPtr |= term.Name == "ptr";
            string target = term.Value.Split('/')[0] is { Length: > 0 } named ? named.TrimEnd('.').ToLowerInvariant() : domain;
            if (target.Contains('%', StringComparison.Ordinal))
            {
                return (null, null);
            }

            if (term.Name is "include" or "redirect")
            {
                // A circle is never through: it makes receivers count to ten.
                return visited.Add($"{domain} {target}")
                    ? await ReadAsync(target, domain)
                    : (DomainFinding.Fail(MailTestCode.SpfTooManyLookups, "Circle", Evidence, ("name", target)), null);
            }

            bool isVoid = term.Name switch
            {
                "a" or "exists" => (await context.Dns.AddressesAsync(target, cancellationToken)).IsNone,
                "mx" => (await context.Dns.MxAsync(target, cancellationToken)).IsNone,
                _ => false,
            };
            voids += isVoid ? 1 : 0;
            return (null, null);
        }

        private DomainFinding NotOne(string domain, string? from, int count) => (from, count) switch
        {
            (null, 0) => DomainFinding.Warn(MailTestCode.SpfMissing, "", Evidence),
            (not null, 0) => DomainFinding.Fail(MailTestCode.SpfIncludeMissing, "", Evidence, ("name", domain), ("from", from)),
            _ => DomainFinding.Fail(MailTestCode.SpfMultiple, "", Evidence, ("name", domain)),
        };
    }
}

using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>SPF: one valid record, few lookups, and an end that decides. RFC 7208 §3.2, §4.6.4, §5.1</summary>
internal sealed class SpfCheck() : DomainCheck(MailTestLayer.Policy, "ZoneSpf")
{
    // RFC 7208 §4.6.4
    private const int MaxLookups = 10;
    private const int MaxVoidLookups = 2;

    // Receivers stop at ten; going on a little shows by how much it is too many.
    private const int LastLookup = 40;

    public override async Task<IReadOnlyList<CheckOutcome>> RunAsync(
        DomainContext context, CancellationToken cancellationToken) =>
        [await new Evaluation(context, cancellationToken).RunAsync()];

    private sealed class Evaluation(DomainContext context, CancellationToken cancellationToken)
    {
        private readonly List<string> evidence = [];
        private readonly HashSet<string> visited = [];
        private int lookups;
        private int voidLookups;
        private bool usesPtr;

        public async Task<CheckOutcome> RunAsync()
        {
            (CheckOutcome? problem, SpfTerm? end) = await ReadAsync(context.Domain, from: null);
            return (problem ?? Evaluate(end)).WithEvidence(string.Join('\n', evidence));
        }

        private CheckOutcome Evaluate(SpfTerm? end)
        {
            if (lookups > MaxLookups)
            {
                string count = lookups > LastLookup ? $"> {LastLookup}" : $"{lookups}";
                return CheckOutcome.Fail(MailTestCode.SpfTooManyLookups, ("count", count));
            }

            return (end, voidLookups) switch
            {
                ({ Qualifier: '+' }, _) => CheckOutcome.Fail(MailTestCode.SpfAllowsAll),
                (_, > MaxVoidLookups) => CheckOutcome.Warn(MailTestCode.SpfVoidLookups, ("count", $"{voidLookups}")),
                (null, _) or ({ Qualifier: '?' }, _) => CheckOutcome.Warn(MailTestCode.SpfOpenEnd),
                _ when usesPtr => CheckOutcome.Warn(MailTestCode.SpfUsesPtr),
                _ => CheckOutcome.Pass("ZoneSpf", ("count", $"{lookups}"), ("end", $"{end.Qualifier}all")),
            };
        }

        /// <summary>Reads a record and those that it refers to. Returns the first problem, or the last term.</summary>
        private async Task<(CheckOutcome? Problem, SpfTerm? End)> ReadAsync(string domain, string? from)
        {
            DnsResult<string> texts = await context.Dns.TextsAsync(domain, cancellationToken);
            if (texts.IsUnknown)
            {
                return (Unknown(domain, texts), null);
            }

            string[] records = [.. texts.Records.Where(SpfRecord.HasVersion)];
            evidence.AddRange(records.Select(record => $"{domain} TXT {record}"));
            if (records.Length != 1)
            {
                return (NotOne(domain, from, records.Length), null);
            }

            (IReadOnlyList<SpfTerm> terms, string? wrong) = SpfRecord.Read(records[0]);
            if (wrong is not null)
            {
                return (CheckOutcome.Fail(MailTestCode.SpfSyntax, ("name", domain), ("term", wrong)), null);
            }

            // Terms behind "all" are never reached; "redirect" counts only without "all". RFC 7208 §5.1, §6.1
            SpfTerm? end = terms.FirstOrDefault(term => term.Name == "all");
            IEnumerable<SpfTerm> reached = end is null
                ? terms
                : terms.TakeWhile(term => term != end).Where(term => term.Name != "redirect");
            foreach (SpfTerm term in reached.Where(term => term.AsksDns).OrderBy(term => term.Name == "redirect"))
            {
                if (++lookups > LastLookup)
                {
                    return (null, end);
                }

                (CheckOutcome? problem, SpfTerm? theirs) = await FollowAsync(domain, term);
                if (problem is not null)
                {
                    return (problem, null);
                }

                end = term.Name == "redirect" ? theirs : end;
            }

            return (null, end);
        }

        private async Task<(CheckOutcome? Problem, SpfTerm? End)> FollowAsync(string domain, SpfTerm term)
        {
            usesPtr |= term.Name == "ptr";
            string named = term.Value.Split('/')[0];
            string target = named.Length > 0 ? named.TrimEnd('.').ToLowerInvariant() : domain;
            if (target.Contains('%', StringComparison.Ordinal))
            {
                return (null, null);
            }

            if (term.Name is "include" or "redirect")
            {
                // A circle never ends: receivers count to ten.
                return visited.Add($"{domain} {target}")
                    ? await ReadAsync(target, domain)
                    : (CheckOutcome.Fail(MailTestCode.SpfTooManyLookups, "Circle", ("name", target)), null);
            }

            bool isVoid = term.Name switch
            {
                "a" or "exists" => (await context.Dns.AddressesAsync(target, cancellationToken)).IsNone,
                "mx" => (await context.Dns.MxAsync(target, cancellationToken)).IsNone,
                _ => false,
            };
            voidLookups += isVoid ? 1 : 0;
            return (null, null);
        }

        private static CheckOutcome NotOne(string domain, string? from, int count) => (from, count) switch
        {
            (null, 0) => CheckOutcome.Warn(MailTestCode.SpfMissing),
            (not null, 0) => CheckOutcome.Fail(MailTestCode.SpfIncludeMissing, ("name", domain), ("from", from)),
            _ => CheckOutcome.Fail(MailTestCode.SpfMultiple, ("name", domain)),
        };
    }
}

using System.Text;
using MailAdmin.Diagnostics.Web;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>MTA-STS: the record, and a policy that names the mail servers. RFC 8461 §3.1 to §3.3, §4.1</summary>
internal sealed class MtaStsCheck() : DomainCheck(MailTestLayer.Policy, "ZoneMtaSts")
{
    // RFC 8461 §3.3 suggests this limit; its example has 100 bytes.
    private const int MaxPolicy = 64 * 1024;

    public override async Task<IReadOnlyList<CheckOutcome>> RunAsync(
        DomainContext context, CancellationToken cancellationToken)
    {
        string name = "_mta-sts." + context.Domain;
        DnsResult<string> texts = await context.Dns.TextsAsync(name, cancellationToken);
        if (texts.IsUnknown)
        {
            return [Unknown(name, texts)];
        }

        string[] records = [.. texts.Records.Where(text => TagList.HasVersion(text, "STSv1"))];
        string evidence = Evidence(name, "TXT", texts.Records);
        if (records.Length == 0)
        {
            return [CheckOutcome.Skip("ZoneNoMtaSts")];
        }

        string id = TagList.TryRead(records[0])?.GetValueOrDefault("id", "") ?? "";
        if (records.Length > 1 || id.Length is 0 or > 32 || !id.All(char.IsAsciiLetterOrDigit))
        {
            return [CheckOutcome.Fail(MailTestCode.MtaStsSyntax).WithEvidence(evidence)];
        }

        // A redirect would hand the policy to somebody else. RFC 8461 §3.3
        Uri address = new($"https://mta-sts.{context.Domain}/.well-known/mta-sts.txt");
        WebAnswer answer =
            await context.Web.GetAsync(address, "text/plain", MaxPolicy, followRedirects: false, cancellationToken);
        if (!answer.IsSuccess)
        {
            string problem = answer.Problem ?? $"HTTP {(int)answer.Status}";
            CheckOutcome unreachable = CheckOutcome.Fail(
                MailTestCode.MtaStsPolicyUnreachable, ("address", address.AbsoluteUri), ("problem", problem));
            return [unreachable.WithEvidence(evidence)];
        }

        string policy = Encoding.UTF8.GetString(answer.Content);
        CheckOutcome outcome = Evaluate(policy, await context.MailHostsAsync(cancellationToken));
        return [outcome.WithEvidence($"{evidence}\n{policy}")];
    }

    private static CheckOutcome Evaluate(string policy, IReadOnlyList<string> hosts)
    {
        ILookup<string, string> lines = policy
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(parts => parts.Length == 2)
            .ToLookup(parts => parts[0], parts => parts[1]);
        string mode = lines["mode"].FirstOrDefault() ?? "";
        bool hasAge = int.TryParse(lines["max_age"].FirstOrDefault(), out int age) && age is > 0 and <= 31_557_600;
        string? missing = lines["version"].FirstOrDefault() != "STSv1" ? "version"
            : mode is not ("enforce" or "testing" or "none") ? "mode"
            : !hasAge ? "max_age"
            : mode != "none" && !lines["mx"].Any() ? "mx"
            : null;
        if (missing is not null)
        {
            return CheckOutcome.Fail(MailTestCode.MtaStsPolicyInvalid, ("field", missing));
        }

        string unnamed = string.Join(", ", hosts.Where(host => !lines["mx"].Any(pattern => Matches(pattern, host))));
        return (unnamed, mode) switch
        {
            ("", _) or (_, "none") => CheckOutcome.Pass("ZoneMtaSts", ("mode", mode)),
            (_, "enforce") => CheckOutcome.Fail(MailTestCode.MtaStsMismatch, ("hosts", unnamed)),
            _ => CheckOutcome.Warn(MailTestCode.MtaStsMismatch, ("hosts", unnamed)),
        };
    }

    // A star stands for one label, the first. RFC 8461 §4.1
    private static bool Matches(string pattern, string host) => pattern.StartsWith("*.", StringComparison.Ordinal)
        ? host.IndexOf('.') is var dot and > 0 && host[dot..].Equals(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : host.Equals(pattern.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);
}

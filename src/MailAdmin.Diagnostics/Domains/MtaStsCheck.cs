using System.Text;
using MailAdmin.Diagnostics.Web;
using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>MTA-STS: the record, the policy behind it, and whether the policy names the mail servers. RFC 8461 §3.1 to §3.3, §4.1</summary>
internal sealed class MtaStsCheck : IDomainCheck
{
    // The example of RFC 8461 has 100 octets; §3.3 suggests a limit of 64 KB.
    private const int MaxPolicy = 64 * 1024;

    public MailTestLayer Layer => MailTestLayer.Policy;

    public string Name => "ZoneMtaSts";

    public async Task<IReadOnlyList<DomainFinding>> RunAsync(DomainContext context, CancellationToken cancellationToken)
    {
        string name = "_mta-sts." + context.Domain;
        DnsResult<string> texts = await context.Dns.TextsAsync(name, cancellationToken);
        if (texts.IsUnknown)
        {
            return [DomainFinding.Unknown(name, texts)];
        }

        string[] records = [.. texts.Records.Where(text => TagList.HasVersion(text, "STSv1"))];
        string evidence = string.Join('\n', texts.Records.Select(text => $"{name} TXT {text}"));
        if (records.Length == 0)
        {
            return [DomainFinding.Skip("ZoneNoMtaSts")];
        }

        bool hasId = TagList.TryRead(records[0])?.TryGetValue("id", out string? id) == true && id.Length is > 0 and <= 32 && id.All(char.IsAsciiLetterOrDigit);
        if (records.Length > 1 || !hasId)
        {
            return [DomainFinding.Fail(MailTestCode.MtaStsSyntax, "", evidence)];
        }

        // A redirect would hand the policy to somebody else. RFC 8461 §3.3
        Uri address = new($"https://mta-sts.{context.Domain}/.well-known/mta-sts.txt");
        WebAnswer answer = await context.Web.GetAsync(address, "text/plain", MaxPolicy, followRedirects: false, cancellationToken);
        return answer.IsSuccess
            ? [await JudgeAsync(context, evidence, Encoding.UTF8.GetString(answer.Content), cancellationToken)]
            : [DomainFinding.Fail(
                MailTestCode.MtaStsPolicyUnreachable, "", evidence, ("address", address.AbsoluteUri), ("problem", answer.Problem ?? $"HTTP {(int)answer.Status}"))];
    }

    private static async Task<DomainFinding> JudgeAsync(DomainContext context, string evidence, string policy, CancellationToken cancellationToken)
    {
        string all = $"{evidence}\n{policy}";
        ILookup<string, string> lines = policy.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]);
        string mode = lines["mode"].FirstOrDefault() ?? "";
        bool isAge = int.TryParse(lines["max_age"].FirstOrDefault(), out int age) && age is > 0 and <= 31_557_600;
        string? missing = lines["version"].FirstOrDefault() != "STSv1" ? "version"
            : mode is not ("enforce" or "testing" or "none") ? "mode"
            : !isAge ? "max_age"
            : mode != "none" && !lines["mx"].Any() ? "mx" : null;
        if (missing is not null)
        {
            return DomainFinding.Fail(MailTestCode.MtaStsPolicyInvalid, "", all, ("field", missing));
        }

        IReadOnlyList<string> hosts = await context.MailHostsAsync(cancellationToken);
        string[] foreign = mode == "none" ? [] : [.. hosts.Where(host => !lines["mx"].Any(pattern => Matches(pattern, host)))];
        return (foreign.Length, mode) switch
        {
            (0, _) => DomainFinding.Pass("ZoneMtaSts", all, ("mode", mode)),
            (_, "enforce") => DomainFinding.Fail(MailTestCode.MtaStsMismatch, "", all, ("hosts", string.Join(", ", foreign))),
            _ => DomainFinding.Warn(MailTestCode.MtaStsMismatch, "", all, ("hosts", string.Join(", ", foreign))),
        };
    }

    // A star stands for one label, the first. RFC 8461 §4.1
    private static bool Matches(string pattern, string host) => pattern.StartsWith("*.", StringComparison.Ordinal)
        ? host.IndexOf('.') is var dot and > 0 && host[dot..].Equals(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : host.Equals(pattern.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);
}

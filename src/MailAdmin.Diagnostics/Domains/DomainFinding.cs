using MailAdmin.Dns;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>What a check of a domain found.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Server">The host that it is about; null: the domain.</param>
/// <param name="Evidence">The records that say so.</param>
internal sealed record DomainFinding(CheckOutcome Outcome, string? Server = null, string Evidence = "")
{
    private const int MaxEvidence = 4000;

    public static DomainFinding Pass(string variant, string evidence, params (string Name, string Value)[] values) =>
        new(CheckOutcome.Pass(variant, values), null, Cut(evidence));

    public static DomainFinding Fail(string code, string variant, string evidence, params (string Name, string Value)[] values) =>
        new(CheckOutcome.Fail(code, variant, values), null, Cut(evidence));

    public static DomainFinding Warn(string code, string variant, string evidence, params (string Name, string Value)[] values) =>
        new(CheckOutcome.Warn(code, variant, values), null, Cut(evidence));

    public static DomainFinding Skip(string reason, params (string Name, string Value)[] values) => new(CheckOutcome.Skip(reason, values));

    /// <summary>Nobody could say whether there are records.</summary>
    public static DomainFinding Unknown<T>(string name, DnsResult<T> result, bool isFailure = false)
    {
        string code = result.Outcome == DnsOutcome.NoAnswer ? MailTestCode.ResolverUnreachable : MailTestCode.DnsServerFailed;
        MailTestStatus status = isFailure ? MailTestStatus.Fail : MailTestStatus.Warning;
        return new DomainFinding(new CheckOutcome(status, code) { Variant = "Question" }.With(("name", name), ("problem", result.Problem ?? "")));
    }

    public DomainFinding At(string server) => this with { Server = server };

    private static string Cut(string text)
    {
        string clean = new([.. text.Select(c => char.IsControl(c) && c != '\n' ? ' ' : c)]);
        return clean.Length > MaxEvidence ? clean[..MaxEvidence] + "…" : clean;
    }
}

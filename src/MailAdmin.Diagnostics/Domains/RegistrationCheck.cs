using System.Globalization;
using MailAdmin.Diagnostics.Registration;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>Whether the domain is registered, until when, and in which state.</summary>
internal sealed class RegistrationCheck : IDomainCheck
{
    public MailTestLayer Layer => MailTestLayer.Domain;

    public string Name => "ZoneRegistration";

    /// <summary>A domain that the DNS has is registered, whatever a server says that may be the wrong one to ask.</summary>
    public static DomainTest.Ended BesideZone(DomainTest.Ended ended, bool isThere) => ended with
    {
        Findings = [.. ended.Findings.Select(finding => isThere && finding.Outcome is { Code: MailTestCode.DomainNotFound }
            ? finding with { Outcome = finding.Outcome with { Status = MailTestStatus.Warning, Variant = "ZoneContradiction" } }
            : finding)],
    };

    public async Task<IReadOnlyList<DomainFinding>> RunAsync(DomainContext context, CancellationToken cancellationToken)
    {
        RegistryAnswer answer = await context.Registry.AskAsync(context.Request.Domain, cancellationToken);
        DomainFinding finding = answer.Outcome switch
        {
            RegistryOutcome.Found => Judge(context, answer, answer.Registration!),
            RegistryOutcome.NotRegistered => DomainFinding.Fail(
                MailTestCode.DomainNotFound, "ZoneRegistration", "", ("registered", answer.Name.Unicode), ("registry", answer.Server!.Host)),
            RegistryOutcome.NoServer => DomainFinding.Skip("ZoneNoRegistry", ("tld", context.Domain[(context.Domain.LastIndexOf('.') + 1)..])),
            _ => DomainFinding.Skip("ZoneRegistryFailed", ("problem", answer.Problem ?? "")),
        };
        return [finding];
    }

    private static DomainFinding Judge(DomainContext context, RegistryAnswer answer, DomainRegistration registration)
    {
        DateTimeOffset now = context.Clock.GetUtcNow();
        CultureInfo culture = context.Request.Culture;
        string code = RegistrationReview.CodeOf(registration, now);
        (string, string)[] values =
        [
            ("registered", answer.Name.Unicode),
            ("registrar", registration.Registrar ?? "?"),
            ("expires", registration.Expires?.ToString("d", culture) ?? "?"),
            ("days", RegistrationReview.DaysLeft(registration, now)?.ToString(culture) ?? "?"),
            ("status", string.Join(", ", registration.Status)),
        ];
        string evidence = $"{answer.Server}: {string.Join(", ", registration.Status)}; expires {registration.Expires:u}";
        string fix = $"Get-MailDomainRegistration {CommandText.Quote(answer.Name.Ascii)}";
        DomainFinding finding = code switch
        {
            MailTestCode.Ok => DomainFinding.Pass("ZoneRegistration", evidence, values),
            MailTestCode.DomainExpiresSoon => DomainFinding.Warn(code, "", evidence, values),
            _ => DomainFinding.Fail(code, "Zone", evidence, values),
        };
        return code == MailTestCode.Ok ? finding : finding with { Outcome = finding.Outcome with { FixCommand = fix } };
    }
}

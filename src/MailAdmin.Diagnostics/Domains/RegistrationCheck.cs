using System.Globalization;
using MailAdmin.Diagnostics.Registration;

namespace MailAdmin.Diagnostics.Domains;

/// <summary>Whether the domain is registered, until when, and in which state.</summary>
internal sealed class RegistrationCheck() : DomainCheck(MailTestLayer.Domain, "ZoneRegistration")
{
    /// <summary>The outcomes for a domain that the DNS has, which must be registered somewhere.</summary>
    public static IReadOnlyList<CheckOutcome> CorrectByZone(IReadOnlyList<CheckOutcome> outcomes) =>
    [
        .. outcomes.Select(outcome => outcome.Code == MailTestCode.DomainNotFound
            ? outcome with { Status = MailTestStatus.Warning, Variant = "ZoneContradiction" }
            : outcome),
    ];

    public override async Task<IReadOnlyList<CheckOutcome>> RunAsync(
        DomainContext context, CancellationToken cancellationToken)
    {
        RegistryAnswer answer = await context.Registry.AskAsync(context.Request.Domain, cancellationToken);
        CheckOutcome outcome = answer.Outcome switch
        {
            RegistryOutcome.Found => Evaluate(context, answer, answer.Registration!),
            RegistryOutcome.NotRegistered => CheckOutcome.Fail(
                MailTestCode.DomainNotFound,
                "ZoneRegistration",
                ("registered", answer.Name.Unicode),
                ("registry", answer.Server!.Host)),
            RegistryOutcome.NoServer => CheckOutcome.Skip("ZoneNoRegistry", ("tld", context.Domain.Split('.')[^1])),
            _ => CheckOutcome.Skip("ZoneRegistryFailed", ("problem", answer.Problem ?? "")),
        };
        return [outcome];
    }

    private static CheckOutcome Evaluate(DomainContext context, RegistryAnswer answer, DomainRegistration registration)
    {
        DateTimeOffset now = context.Clock.GetUtcNow();
        CultureInfo culture = context.Request.Culture;
        string code = RegistrationReview.CodeOf(registration, now);
        string status = string.Join(", ", registration.Status);
        CheckOutcome outcome = code switch
        {
            MailTestCode.Ok => CheckOutcome.Pass("ZoneRegistration"),
            MailTestCode.DomainExpiresSoon => CheckOutcome.Warn(code),
            _ => CheckOutcome.Fail(code, "Zone"),
        };
        outcome = outcome
            .With(
                ("registered", answer.Name.Unicode),
                ("registrar", registration.Registrar ?? "?"),
                ("expires", registration.Expires?.ToString("d", culture) ?? "?"),
                ("days", RegistrationReview.DaysLeft(registration, now)?.ToString(culture) ?? "?"),
                ("status", status))
            .WithEvidence($"{answer.Server}: {status}; expires {registration.Expires:u}");
        return code == MailTestCode.Ok ? outcome : outcome with
        {
            FixCommand = $"Get-MailDomainRegistration {CommandText.Quote(answer.Name.Ascii)}",
        };
    }
}

using System.Globalization;
using System.Net.Sockets;
using MailAdmin.Diagnostics.Registration;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>Asks for the registration of a domain that the DNS does not find: one that ran out or is on hold explains it.</summary>
internal sealed class DomainRegistrationCheck : IConnectionCheck
{
    public MailTestLayer Layer => MailTestLayer.Domain;

    /// <summary>Whether the DNS has left a question that a registry could answer.</summary>
    public static bool IsNeeded(ConnectionContext context) => context is { Registry: not null, UnknownDomain: not null };

    public CheckOutcome? ReasonToSkip(ConnectionContext context) => null;

    public async Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        string name = context.UnknownDomain!;
        DomainRegistration? registration = null;
        try
        {
            registration = DomainName.TryParse(name, out DomainName? domain) ? await context.Registry!.FindAsync(domain, cancellationToken) : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or MailException or OperationCanceledException)
        {
            // A registry that does not answer is not what keeps mail from flowing. A stop by the user is seen by the chain.
            context.Transcript.Note(e.Message);
        }

        if (registration is null)
        {
            return CheckOutcome.Skip("NoRegistration", ("domain", name));
        }

        context.Transcript.Note($"{name}: registrar {registration.Registrar}, created {Date(registration.Created)}, expires {Date(registration.Expires)}, "
            + string.Join(", ", registration.Status));
        return Judge(name, registration, context.TimeProvider.GetUtcNow());
    }

    /// <summary>Whether the registration keeps the domain out of the DNS.</summary>
    public static CheckOutcome Judge(string domain, DomainRegistration registration, DateTimeOffset now)
    {
        CheckOutcome outcome = RegistrationReview.CodeOf(registration, now) switch
        {
            MailTestCode.DomainExpired => CheckOutcome.Fail(MailTestCode.DomainExpired),
            MailTestCode.DomainOnHold => CheckOutcome.Fail(MailTestCode.DomainOnHold),
            _ => CheckOutcome.Pass("Domain"),
        };
        return outcome.With(
            ("domain", domain),
            ("expires", Date(registration.Expires)),
            ("registrar", registration.Registrar ?? "-"),
            ("status", string.Join(", ", registration.Status)));
    }

    private static string Date(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-";
}

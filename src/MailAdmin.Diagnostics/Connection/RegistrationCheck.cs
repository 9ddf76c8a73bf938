using System.Globalization;
using System.Net.Sockets;
using MailAdmin.Diagnostics.Registration;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>Checks whether a domain that the DNS does not find has expired or is on hold.</summary>
internal sealed class RegistrationCheck() : ConnectionCheck(MailTestLayer.Domain)
{
    /// <summary>Whether the DNS has left a question that a registry could answer.</summary>
    public static bool IsNeeded(ConnectionContext context) =>
        context is { Registry: not null, UnknownDomain: not null };

    public override async Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken)
    {
        string domain = context.UnknownDomain!;
        if (await FindAsync(context, domain, cancellationToken) is not { } registration)
        {
            return CheckOutcome.Skip("NoRegistration", ("domain", domain));
        }

        string expires = Date(registration.Expires);
        string status = string.Join(", ", registration.Status);
        context.Transcript.AddRemark($"{domain}: registrar {registration.Registrar}");
        context.Transcript.AddRemark($"created {Date(registration.Created)}, expires {expires}, {status}");
        string code = RegistrationReview.CodeOf(registration, context.TimeProvider.GetUtcNow());
        CheckOutcome outcome = code is MailTestCode.DomainExpired or MailTestCode.DomainOnHold
            ? CheckOutcome.Fail(code)
            : CheckOutcome.Pass("Domain");
        return outcome.With(
            ("domain", domain), ("expires", expires), ("registrar", registration.Registrar ?? "-"), ("status", status));
    }

    private static async Task<DomainRegistration?> FindAsync(
        ConnectionContext context, string name, CancellationToken cancellationToken)
    {
        try
        {
            return DomainName.TryParse(name, out DomainName? domain)
                ? await context.Registry!.FindAsync(domain, cancellationToken)
                : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or MailException
            or OperationCanceledException)
        {
            // A registry that does not answer does not keep mail from flowing. ConnectionTest sees a stop by the user.
            context.Transcript.AddRemark(e.Message);
            return null;
        }
    }

    private static string Date(DateTimeOffset? time) =>
        time?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-";
}

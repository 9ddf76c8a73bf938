using MailAdmin.Diagnostics.Web;

namespace MailAdmin.Diagnostics.Registration;

/// <summary>Asks registries for the registration of a domain, by RDAP.</summary>
/// <param name="server">The server to ask; null for the one that IANA lists.</param>
/// <param name="timeout">How long each request may take.</param>
public sealed class RegistrationQuery(Uri? server, TimeSpan timeout) : IDomainRegistry
{
    /// <inheritdoc/>
    public async Task<DomainRegistration?> FindAsync(DomainName domain, CancellationToken cancellationToken) =>
        (await AskRegistryAsync(domain, cancellationToken)).Registration;

    /// <summary>The registration with what it means for mail.</summary>
    /// <exception cref="MailException">
    /// DomainNotFound when the domain is not registered, RegistryUnavailable when no registry answered.
    /// </exception>
    public async Task<MailDomainRegistration> AskAsync(DomainName domain, CancellationToken cancellationToken)
    {
        RegistryAnswer answer = await AskRegistryAsync(domain, cancellationToken);
        if (answer.Registration is not { } registration)
        {
            throw Failure(domain, answer);
        }

        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new MailDomainRegistration
        {
            Domain = answer.Name.Ascii,
            Registrar = registration.Registrar,
            Created = registration.Created?.LocalDateTime,
            Expires = registration.Expires?.LocalDateTime,
            DaysLeft = RegistrationReview.DaysLeft(registration, now),
            Status = registration.Status,
            Code = RegistrationReview.CodeOf(registration, now),
            Server = answer.Server!.AbsoluteUri,
        };
    }

    private async Task<RegistryAnswer> AskRegistryAsync(DomainName domain, CancellationToken cancellationToken)
    {
        using WebReader web = WebReader.Create(timeout, TimeProvider.System);
        return await new RdapRegistry(web, RdapBootstrap.Iana, server).AskAsync(domain, cancellationToken);
    }

    private static MailException Failure(DomainName domain, RegistryAnswer answer) => answer.Outcome switch
    {
        RegistryOutcome.NotRegistered =>
            MailException.Of(MailError.DomainNotFound.As("NotRegistered"), domain, answer.Server),
        RegistryOutcome.NoServer =>
            MailException.Of(MailError.RegistryUnavailable.As("NoServer"), domain, domain.Ascii.Split('.')[^1]),
        _ => MailException.Of(MailError.RegistryUnavailable, domain, WrittenReason.Read(answer.Problem ?? "")),
    };
}

using MailAdmin.Diagnostics.Web;

namespace MailAdmin.Diagnostics.Registration;

/// <summary>Asks for the registration of a domain.</summary>
public static class RegistrationQuery
{
    /// <summary>Registries, asked by RDAP.</summary>
    /// <param name="server">The server to ask; null: the one that IANA lists.</param>
    /// <param name="timeout">How long each request may take.</param>
    public static IDomainRegistry Registry(Uri? server, TimeSpan timeout) => new Registries(server, timeout);

    /// <summary>Asks the registry's server, or a given one.</summary>
    /// <exception cref="MailException">DomainNotFound: it is not registered. RegistryUnavailable: nobody could say.</exception>
    public static async Task<MailDomainRegistration> AskAsync(DomainName domain, Uri? server, TimeSpan timeout, CancellationToken cancellationToken)
    {
        TimeProvider clock = TimeProvider.System;
        using WebReader web = WebReader.Create(timeout, clock);
        RegistryAnswer answer = await new RdapRegistry(web, RdapBootstrap.Iana, server).AskAsync(domain, cancellationToken);
        if (answer.Registration is not { } registration)
        {
            throw Refusal(domain, answer);
        }

        return new MailDomainRegistration
        {
            Domain = answer.Name,
            Registrar = registration.Registrar,
            Created = registration.Created,
            Expires = registration.Expires,
            DaysLeft = RegistrationReview.DaysLeft(registration, clock.GetUtcNow()),
            Status = registration.Status,
            Code = RegistrationReview.CodeOf(registration, clock.GetUtcNow()),
            Server = answer.Server!.AbsoluteUri,
        };
    }

    private static MailException Refusal(DomainName domain, RegistryAnswer answer) => answer.Outcome switch
    {
        RegistryOutcome.NotRegistered => MailException.Of(MailError.DomainNotFound.As("NotRegistered"), domain, answer.Server),
        RegistryOutcome.NoServer => MailException.Of(
            MailError.RegistryUnavailable.As("NoServer"), domain, domain.Ascii[(domain.Ascii.LastIndexOf('.') + 1)..]),
        _ => MailException.Of(MailError.RegistryUnavailable, domain, answer.Problem),
    };

    private sealed class Registries(Uri? server, TimeSpan timeout) : IDomainRegistry
    {
        public async Task<DomainRegistration?> FindAsync(DomainName domain, CancellationToken cancellationToken)
        {
            using WebReader web = WebReader.Create(timeout, TimeProvider.System);
            return await new RdapRegistry(web, RdapBootstrap.Iana, server).FindAsync(domain, cancellationToken);
        }
    }
}

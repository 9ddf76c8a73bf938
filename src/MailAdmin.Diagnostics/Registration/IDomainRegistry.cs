namespace MailAdmin.Diagnostics.Registration;

/// <summary>Asks whom a domain is registered with, and until when.</summary>
public interface IDomainRegistry
{
    /// <summary>The registration; null: there is none, or no registry that can be asked.</summary>
    Task<DomainRegistration?> FindAsync(DomainName domain, CancellationToken cancellationToken);
}

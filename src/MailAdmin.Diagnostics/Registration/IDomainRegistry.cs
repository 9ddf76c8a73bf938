namespace MailAdmin.Diagnostics.Registration;

/// <summary>Knows with whom domains are registered, and until when.</summary>
public interface IDomainRegistry
{
    /// <summary>The registration; null when there is none, or no registry that can be asked.</summary>
    Task<DomainRegistration?> FindAsync(DomainName domain, CancellationToken cancellationToken);
}

using MailAdmin.Contracts;

namespace MailAdmin.Server.Routing;

/// <summary>The domains whose mail ends here.</summary>
internal static class LocalDomains
{
    /// <summary>
    /// Whether a domain is one of the store, an alias domain, or the name of the host itself, which has a postmaster.
    /// </summary>
    public static async ValueTask<bool> IsLocalAsync(
        this IDirectory directory, DomainName domain, CancellationToken cancellationToken)
    {
        if (await directory.Domains.FindAsync(domain, cancellationToken) is not null)
        {
            return true;
        }

        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        return domain.Ascii.Equals(settings.HostName, StringComparison.OrdinalIgnoreCase);
    }
}

using System.Net;

namespace MailAdmin.Diagnostics;

/// <summary>The resolver of the operating system, with its hosts file and search list.</summary>
public sealed class SystemHostResolver : IHostResolver
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        await System.Net.Dns.GetHostAddressesAsync(host, cancellationToken);
}

using System.Globalization;
using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics.Local;
using MailAdmin.Diagnostics.Providers;

namespace MailAdmin.Diagnosis;

/// <summary>The one place that names the search for servers, whose assembly is loaded when it is first used.</summary>
internal static class ServerSearches
{
    /// <summary>The settings for an address: of an address of our own the listeners, else what is published.</summary>
    /// <param name="address">The address.</param>
    /// <param name="store">Where the local store would be; null for nowhere.</param>
    /// <param name="nameServer">The name servers to ask; empty for the system's.</param>
    /// <param name="timeout">How long each request may take.</param>
    /// <param name="cancellationToken">A stop by the user.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task<IReadOnlyList<MailServerSetting>> FindAsync(
        EmailAddress address,
        OptionalStore? store,
        string[] nameServer,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<string> nameServers = DomainTests.NameServersOf(nameServer);
        LocalServer? local =
            store is null ? null : await LocalServers.FindAsync(store, address, null, cancellationToken);
        IReadOnlyList<MailServerSetting> own =
            local is null ? [] : LocalSettings.For(local, address, CultureInfo.CurrentUICulture);
        return own.Count > 0 ? own : await ServerSearch.FindAsync(address, nameServers, timeout, cancellationToken);
    }
}

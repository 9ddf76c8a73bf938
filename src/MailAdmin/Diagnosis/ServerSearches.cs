using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics.Providers;

namespace MailAdmin.Diagnosis;

/// <summary>The one place that names the search for servers, whose assembly is loaded when it is first used.</summary>
internal static class ServerSearches
{
    /// <summary>The settings for an address.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<IReadOnlyList<MailServerSetting>> FindAsync(
        EmailAddress address, string[] nameServer, TimeSpan timeout, CancellationToken cancellationToken) =>
        ServerSearch.FindAsync(address, DomainTests.NameServersOf(nameServer), timeout, cancellationToken);
}

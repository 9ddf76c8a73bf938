using System.Globalization;
using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics.Blocklists;

namespace MailAdmin.Diagnosis;

/// <summary>
/// The one place that names the questions to blocklists, whose assembly is loaded when it is first used.
/// </summary>
internal static class BlocklistTests
{
    /// <summary>Asks about one target.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<IReadOnlyList<MailTestResult>> RunAsync(
        string target, string[] zone, string[] nameServer, TimeSpan timeout, CancellationToken cancellationToken) =>
        new BlocklistTest(DomainTests.NameServersOf(nameServer), zone, timeout, CultureInfo.CurrentUICulture)
            .RunAsync(target, cancellationToken);
}

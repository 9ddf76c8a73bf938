using System.Runtime.CompilerServices;
using MailAdmin.Requests;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Server;

namespace MailAdmin.Diagnosis;

/// <summary>Names the test of the own server, whose assembly is loaded when it is first used.</summary>
internal static class ServerTests
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IAsyncEnumerable<MailTestResult> RunAsync(
        IMailAdministration administration,
        string? storePath,
        TimeSpan timeout,
        int warningDays,
        CancellationToken cancellationToken)
    {
        ServerTestRequest request = new()
        {
            Timeout = timeout,
            WarningDays = warningDays,
            CommandSuffix = storePath is null ? "" : StoreArguments.For(storePath),
        };
        return new ServerTest(TimeProvider.System, new SystemHostResolver())
            .RunAsync(administration, request, cancellationToken);
    }
}

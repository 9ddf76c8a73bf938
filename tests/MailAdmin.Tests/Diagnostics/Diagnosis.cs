using System.Net;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Connection;

namespace MailAdmin.Tests.Diagnostics;

/// <summary>Runs the chain against a port of this machine.</summary>
internal static class Diagnosis
{
    public const string Password = "correct horse";

    public static ConnectionTestRequest Request(MailProtocol protocol, int port, TlsMode mode) => new()
    {
        Target = "localhost",
        Server = "localhost",
        ConnectAddress = IPAddress.Loopback,
        Protocol = protocol,
        Port = port,
        TlsMode = mode,
        Timeout = TimeSpan.FromSeconds(8),
        TrustedRoots = TestCertificates.Roots,
        SearchStandardPorts = false,
        Culture = System.Globalization.CultureInfo.InvariantCulture,
    };

    public static ConnectionTestRequest WithLogon(this ConnectionTestRequest request) =>
        request with { Credential = new NetworkCredential("ann@example.test", Password) };

    public static async Task<IReadOnlyList<MailTestResult>> RunAsync(
        this ConnectionTestRequest request, IHostResolver? resolver = null)
    {
        ConnectionTest test =
            new(TimeProvider.System, resolver ?? new SystemHostResolver()) { Network = new FixedNetwork("192.0.2.7") };
        List<MailTestResult> results = [];
        await foreach (MailTestResult result in test.RunAsync(request, TestContext.Current.CancellationToken))
        {
            results.Add(result);
        }

        return results;
    }

    public static async Task<MailTestResult> RootCauseAsync(
        this ConnectionTestRequest request, IHostResolver? resolver = null)
    {
        MailTestResult? cause = RootCauseRule.Find(await request.RunAsync(resolver));
        return cause ?? throw new InvalidOperationException("Nothing failed.");
    }
}

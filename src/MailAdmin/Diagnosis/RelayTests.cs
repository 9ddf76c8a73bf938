using System.Net;
using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics;
using MailAdmin.Diagnostics.Relay;

namespace MailAdmin.Diagnosis;

/// <summary>Names the test for open relays, whose assembly is loaded when it is first used.</summary>
internal static class RelayTests
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IAsyncEnumerable<MailTestResult> RunAsync(
        string server,
        int port,
        string? domain,
        EmailAddress sender,
        EmailAddress recipient,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        RelayTestRequest request = new()
        {
            Server = server,
            Port = port,
            Domain = domain ?? DomainOf(server),
            Sender = sender,
            Recipient = recipient,
            Timeout = timeout,
        };
        return new RelayTest(TimeProvider.System, new SystemHostResolver()).RunAsync(request, cancellationToken);
    }

    /// <summary>A domain that is most likely the server's own: its name without the first label.</summary>
    private static string DomainOf(string server)
    {
        if (IPAddress.TryParse(server, out IPAddress? address))
        {
            return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
                ? $"[IPv6:{address}]"
                : $"[{address}]";
        }

        string[] labels = server.TrimEnd('.').Split('.');
        return labels.Length > 2 ? string.Join('.', labels[1..]) : server.TrimEnd('.');
    }
}

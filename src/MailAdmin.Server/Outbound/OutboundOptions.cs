using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography.X509Certificates;
using MailAdmin.Dns;
using MailAdmin.Server.Outbound.Smtp;

namespace MailAdmin.Server.Outbound;

/// <summary>The limits of sending, and what tests replace.</summary>
internal sealed record OutboundOptions
{
    /// <summary>The port of mail servers. RFC 5321 §4.5.4.2</summary>
    public int Port { get; init; } = StandardPorts.Smtp;

    /// <summary>The port of the host of an MX record, for tests; null means <see cref="Port"/>.</summary>
    public Func<string, int>? PortOf { get; init; }

    /// <summary>The port of a smart host at which TLS begins at once. RFC 8314 §3.3</summary>
    public int ImplicitTlsPort { get; init; } = StandardPorts.ImplicitSubmission;

    /// <summary>The trusted certificate authorities, for tests; null means those of the system.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>The addresses of this host: mail for an MX among them would come back.</summary>
    public Func<IReadOnlyCollection<IPAddress>> OwnAddresses { get; init; } = FindOwnAddresses;

    /// <summary>How long to wait for other servers.</summary>
    public SmtpTimeouts Timeouts { get; init; } = new();

    /// <summary>The limits of DNS queries.</summary>
    public DnsLimits Dns { get; init; } = new();

    /// <summary>
    /// The most connections to one next hop: many large receivers allow ten or more, small ones only a few.
    /// </summary>
    public int ConnectionsPerHop { get; init; } = 4;

    /// <summary>The most connections in total.</summary>
    public int Connections { get; init; } = 50;

    /// <summary>The most messages a connection: many servers close after 100.</summary>
    public int MessagesPerConnection { get; init; } = 100;

    /// <summary>The most recipients a transaction: what every server has to accept. RFC 5321 §4.5.3.1.8</summary>
    public int RecipientsPerMessage { get; init; } = 100;

    /// <summary>The most addresses of servers that one attempt tries.</summary>
    public int AddressesPerAttempt { get; init; } = 10;

    /// <summary>How long a connection waits for the next message.</summary>
    public TimeSpan IdleConnection { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a next hop that could not be reached is not tried again.</summary>
    public TimeSpan HopMemory { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long attempts under way may take to finish when sending stops.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);

    private static HashSet<IPAddress> FindOwnAddresses()
    {
        HashSet<IPAddress> own = [IPAddress.Any, IPAddress.IPv6Any, IPAddress.Loopback, IPAddress.IPv6Loopback];
        try
        {
            own.UnionWith(NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(network => network.GetIPProperties().UnicastAddresses)
                .Select(address => address.Address));
        }
        catch (NetworkInformationException)
        {
            // A sandbox hides them; the name of this server then has to suffice.
        }

        return own;
    }
}

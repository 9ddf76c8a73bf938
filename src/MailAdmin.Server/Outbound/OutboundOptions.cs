using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography.X509Certificates;
using MailAdmin.Dns;
using MailAdmin.Server.Outbound.Smtp;

namespace MailAdmin.Server.Outbound;

/// <summary>What sending may take, and what tests set otherwise.</summary>
internal sealed record OutboundOptions
{
    /// <summary>The port of mail servers. RFC 5321 §4.5.4.2</summary>
    public int Port { get; init; } = StandardPorts.Smtp;

    /// <summary>The port of a host of an MX record, for tests; null: <see cref="Port"/>.</summary>
    public Func<string, int>? PortOf { get; init; }

    /// <summary>The port of a smart host at which TLS begins at once. RFC 8314 §3.3</summary>
    public int ImplicitTlsPort { get; init; } = StandardPorts.ImplicitSubmission;

    /// <summary>The authorities that are trusted, for tests; null: those of the system.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>The addresses of this host: mail for an MX among them would come back.</summary>
    public Func<IReadOnlyCollection<IPAddress>> OwnAddresses { get; init; } = FindOwnAddresses;

    /// <summary>How long other servers are waited for.</summary>
    public SmtpTimeouts Timeouts { get; init; } = new();

    /// <summary>What the DNS may take.</summary>
    public DnsLimits Dns { get; init; } = new();

    /// <summary>The most connections to one next hop; many large receivers allow ten or more, small ones complain about more than a few.</summary>
    public int ConnectionsPerHop { get; init; } = 4;

    /// <summary>The most connections in all.</summary>
    public int Connections { get; init; } = 50;

    /// <summary>The most messages a connection; many servers close after 100.</summary>
    public int MessagesPerConnection { get; init; } = 100;

    /// <summary>The most recipients a transaction: what every server has to take. RFC 5321 §4.5.3.1.8</summary>
    public int RecipientsPerMessage { get; init; } = 100;

    /// <summary>The most addresses that are tried in one attempt.</summary>
    public int AddressesPerAttempt { get; init; } = 10;

    /// <summary>How long a connection waits for the next message.</summary>
    public TimeSpan IdleConnection { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a next hop that could not be reached is left alone.</summary>
    public TimeSpan HopMemory { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long messages under way may take to their end when sending stops.</summary>
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
            // A sandbox that hides them; then our name has to do.
        }

        return own;
    }
}

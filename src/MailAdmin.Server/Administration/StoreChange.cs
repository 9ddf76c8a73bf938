using MailAdmin.Contracts;
using MailAdmin.Server.Secrets;

namespace MailAdmin.Server.Administration;

/// <summary>Checks the values that were given for the settings, and applies them.</summary>
internal sealed class StoreChange
{
    // RFC 5321 §4.5.3.1.7: a server must take 64K octets.
    private const long SmallestMessageLimit = 64 << 10;

    // A record of the log gives a length in 31 bits.
    private const long LargestMessageLimit = int.MaxValue;

    private static readonly TimeSpan LongestQueueLifetime = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongestTraceRetention = TimeSpan.FromDays(3_650);

    private readonly StoreProperties properties;
    private readonly IReadOnlyList<int>? quotaWarning;
    private readonly SmartHostChange smartHost;
    private readonly IReadOnlyList<string> relayNetwork;
    private readonly IReadOnlyList<string> nameServer;

    /// <exception cref="MailException">InvalidArgument; nothing was changed.</exception>
    public StoreChange(StoreProperties properties, SecretBox secrets)
    {
        this.properties = properties;
        if (properties.Given.Contains(nameof(properties.HostName)))
        {
            RequireHostName(properties.HostName);
        }

        if (properties.MaxMessageSize is { Bytes: < SmallestMessageLimit or > LargestMessageLimit } size)
        {
            throw Argument.Invalid(nameof(properties.MaxMessageSize), size, "it must be between 64 KB and 2 GB");
        }

        Argument.RequireAtLeast(1, properties.MaxRecipients, nameof(properties.MaxRecipients));
        Argument.RequireAtLeast(0, properties.LogonFailureLimit, nameof(properties.LogonFailureLimit));
        Argument.RequireAtLeast(TimeSpan.FromSeconds(1), properties.LogonBlockDuration, nameof(properties.LogonBlockDuration));
        Argument.RequireAtLeast(TimeSpan.FromSeconds(1), properties.IdleTimeout, nameof(properties.IdleTimeout));
        Argument.RequireAtLeast(1, properties.MaxConnections, nameof(properties.MaxConnections));
        Argument.RequireAtLeast(1, properties.MaxConnectionsPerAddress, nameof(properties.MaxConnectionsPerAddress));
        quotaWarning = Argument.Percentages(properties.QuotaWarning, nameof(properties.QuotaWarning));
        smartHost = new SmartHostChange(
            properties.Given, properties.SmartHost, properties.SmartHostUserName, properties.SmartHostPassword, secrets);
        relayNetwork = NetworkArguments.Networks(properties.RelayNetwork, nameof(properties.RelayNetwork));
        nameServer = NetworkArguments.NameServers(properties.NameServer, nameof(properties.NameServer));
        Argument.RequireAtLeast(TimeSpan.FromHours(1), properties.QueueLifetime, nameof(properties.QueueLifetime));
        Argument.RequireAtMost(LongestQueueLifetime, properties.QueueLifetime, nameof(properties.QueueLifetime));
        Argument.RequireAtLeast(TimeSpan.Zero, properties.DelayWarning, nameof(properties.DelayWarning));
        Argument.RequireAtLeast(TimeSpan.FromDays(1), properties.TraceRetention, nameof(properties.TraceRetention));
        Argument.RequireAtMost(LongestTraceRetention, properties.TraceRetention, nameof(properties.TraceRetention));
    }

    /// <summary>Whether a name can stand in a greeting: a domain name, or a single label.</summary>
    public static void RequireHostName(string? name)
    {
        if (!DomainName.TryParse(name, out _, out string reason))
        {
            throw Argument.Invalid(nameof(StoreProperties.HostName), name, reason);
        }
    }

    // A setting that is given as null keeps its value, but for those that may be absent.
    public StoreSettings ApplyTo(StoreSettings settings)
    {
        IReadOnlySet<string> given = properties.Given;
        (string? host, string? userName, byte[]? secret) =
            smartHost.ApplyTo(settings.SmartHost, settings.SmartHostUserName, settings.SmartHostSecret);
        if (properties.DelayWarning is { } warning)
        {
            Argument.RequireAtMost(properties.QueueLifetime ?? settings.QueueLifetime, warning, nameof(properties.DelayWarning));
        }

        return settings with
        {
            HostName = given.Contains(nameof(properties.HostName)) ? properties.HostName! : settings.HostName,
            AdminAddress = given.Contains(nameof(properties.AdminAddress)) ? properties.AdminAddress : settings.AdminAddress,
            MaxMessageSize = Given(nameof(properties.MaxMessageSize), properties.MaxMessageSize, settings.MaxMessageSize),
            MaxRecipients = Given(nameof(properties.MaxRecipients), properties.MaxRecipients, settings.MaxRecipients),
            DefaultQuota = Given(nameof(properties.DefaultQuota), properties.DefaultQuota, settings.DefaultQuota),
            QuotaWarning = given.Contains(nameof(properties.QuotaWarning)) && quotaWarning is not null ? quotaWarning : settings.QuotaWarning,
            LogonFailureLimit = Given(nameof(properties.LogonFailureLimit), properties.LogonFailureLimit, settings.LogonFailureLimit),
            LogonBlockDuration = Given(nameof(properties.LogonBlockDuration), properties.LogonBlockDuration, settings.LogonBlockDuration),
            IdleTimeout = Given(nameof(properties.IdleTimeout), properties.IdleTimeout, settings.IdleTimeout),
            MaxConnections = Given(nameof(properties.MaxConnections), properties.MaxConnections, settings.MaxConnections),
            MaxConnectionsPerAddress = Given(
                nameof(properties.MaxConnectionsPerAddress), properties.MaxConnectionsPerAddress, settings.MaxConnectionsPerAddress),
            Durability = Given(nameof(properties.Durability), properties.Durability, settings.Durability),
            SmartHost = host,
            SmartHostUserName = userName,
            SmartHostSecret = secret,
            RelayNetwork = given.Contains(nameof(properties.RelayNetwork)) ? relayNetwork : settings.RelayNetwork,
            NameServer = given.Contains(nameof(properties.NameServer)) ? nameServer : settings.NameServer,
            QueueLifetime = Given(nameof(properties.QueueLifetime), properties.QueueLifetime, settings.QueueLifetime),
            DelayWarning = Given(nameof(properties.DelayWarning), properties.DelayWarning, settings.DelayWarning),
            TraceRetention = Given(nameof(properties.TraceRetention), properties.TraceRetention, settings.TraceRetention),
        };
    }

    private T Given<T>(string name, T? value, T current)
        where T : struct => properties.Given.Contains(name) ? value ?? current : current;
}

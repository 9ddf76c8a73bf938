using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Arguments;
using MailAdmin.Server.Secrets;
using MailAdmin.Texts;

namespace MailAdmin.Server.Administration.Stores;

/// <summary>Checks the values that were given for the settings, and applies them.</summary>
internal sealed class StoreChange
{
    // RFC 5321 §4.5.3.1.7: a server must take 64K bytes.
    private const long SmallestMessageLimit = 64 << 10;

    // A record of the log gives a length in 31 bits.
    private const long LargestMessageLimit = int.MaxValue;

    private static readonly TimeSpan LongestQueueLifetime = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongestTraceRetention = TimeSpan.FromDays(3_650);

    private readonly StoreProperties properties;
    private readonly SmartHostChange smartHost;

    /// <exception cref="MailException">InvalidArgument; nothing was changed.</exception>
    public StoreChange(StoreProperties properties, SecretBox secrets)
    {
        PropertyChecks<StoreProperties>.Run(properties);
        if (properties.Given.Contains(nameof(properties.HostName)))
        {
            RequireHostName(properties.HostName);
        }

        if (properties.MaxMessageSize is { Bytes: < SmallestMessageLimit or > LargestMessageLimit } size)
        {
            throw Argument.Invalid(
                nameof(properties.MaxMessageSize),
                size,
                MailText.Of("Reason.Between", new MailSize(SmallestMessageLimit), new MailSize(LargestMessageLimit)));
        }

        CheckDurations(properties);
        smartHost = new SmartHostChange(
            properties.Given,
            properties.SmartHost,
            properties.SmartHostUserName,
            properties.SmartHostPassword,
            secrets);
        IReadOnlyList<int>? warning = Argument.Percentages(properties.QuotaWarning, nameof(properties.QuotaWarning));
        this.properties = properties with
        {
            // The store has percentages always; null for them keeps those that it has.
            Given = warning is null
                ? properties.Given.Except([nameof(properties.QuotaWarning)]).ToHashSet()
                : properties.Given,
            QuotaWarning = warning,
            RelayNetwork = NetworkArguments.Networks(properties.RelayNetwork, nameof(properties.RelayNetwork)),
            NameServer = NetworkArguments.NameServers(properties.NameServer, nameof(properties.NameServer)),
        };
    }

    /// <summary>Whether a name can stand in a greeting: a domain name, or a single label.</summary>
    public static void RequireHostName(string? name)
    {
        if (!DomainName.TryParse(name, out _, out MailText? reason))
        {
            throw Argument.Invalid(nameof(StoreProperties.HostName), name, reason);
        }
    }

    // A setting that is given as null keeps its value, but for those that may be absent.
    public StoreSettings ApplyTo(StoreSettings settings)
    {
        (string? host, string? userName, byte[]? secret) =
            smartHost.ApplyTo(settings.SmartHost, settings.SmartHostUserName, settings.SmartHostSecret);
        if (properties.DelayWarning is { } warning)
        {
            Argument.RequireAtMost(
                properties.QueueLifetime ?? settings.QueueLifetime, warning, nameof(properties.DelayWarning));
        }

        StoreSettings changed = PropertyCopy.Given(properties, settings with { });
        return changed with { SmartHost = host, SmartHostUserName = userName, SmartHostSecret = secret };
    }

    private static void CheckDurations(StoreProperties properties)
    {
        Argument.RequireAtLeast(
            TimeSpan.FromSeconds(1), properties.LogonBlockDuration, nameof(properties.LogonBlockDuration));
        Argument.RequireAtLeast(TimeSpan.FromSeconds(1), properties.IdleTimeout, nameof(properties.IdleTimeout));
        Argument.RequireAtLeast(TimeSpan.FromHours(1), properties.QueueLifetime, nameof(properties.QueueLifetime));
        Argument.RequireAtMost(LongestQueueLifetime, properties.QueueLifetime, nameof(properties.QueueLifetime));
        Argument.RequireAtLeast(TimeSpan.Zero, properties.DelayWarning, nameof(properties.DelayWarning));
        Argument.RequireAtLeast(TimeSpan.FromDays(1), properties.TraceRetention, nameof(properties.TraceRetention));
        Argument.RequireAtMost(LongestTraceRetention, properties.TraceRetention, nameof(properties.TraceRetention));
    }
}

using System.Diagnostics.Metrics;

namespace MailAdmin.Server.Telemetry;

/// <summary>The numbers of a running server, for whoever listens to the meter <c>MailAdmin.Server</c>.</summary>
internal sealed class ServerMeter : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "MailAdmin.Server";

    private readonly TimeProvider timeProvider;
    private readonly Meter meter = new(Name);
    private readonly UpDownCounter<int> sessions;
    private readonly Counter<long> connections;
    private readonly Counter<long> logons;
    private readonly Counter<long> deliveries;
    private readonly Counter<long> deliveredBytes;
    private readonly Histogram<double> deliveryDuration;
    private readonly Counter<long> missedEvents;

    public ServerMeter(TimeProvider timeProvider)
    {
        this.timeProvider = timeProvider;
        sessions = meter.CreateUpDownCounter<int>("mailadmin.sessions", "{session}", "Connections that are open.");
        connections = meter.CreateCounter<long>("mailadmin.connections", "{connection}", "Connections that came, by outcome.");
        logons = meter.CreateCounter<long>("mailadmin.logons", "{logon}", "Attempts to log on, by outcome.");
        deliveries = meter.CreateCounter<long>("mailadmin.deliveries", "{copy}", "Copies of messages that were put into mailboxes.");
        deliveredBytes = meter.CreateCounter<long>("mailadmin.delivered.size", "By", "Octets of messages that were taken.");
        deliveryDuration = meter.CreateHistogram<double>("mailadmin.delivery.duration", "s", "From the last octet to the sync.");
        missedEvents = meter.CreateCounter<long>("mailadmin.events.missed", "{event}", "Events that a watcher was too slow to read.");
    }

    public long Timestamp() => timeProvider.GetTimestamp();

    public void ConnectionAccepted(MailProtocol protocol)
    {
        connections.Add(1, ProtocolTag(protocol), new("outcome", "accepted"));
        sessions.Add(1, ProtocolTag(protocol));
    }

    public void ConnectionRejected(MailProtocol protocol) => connections.Add(1, ProtocolTag(protocol), new("outcome", "rejected"));

    public void SessionEnded(MailProtocol protocol) => sessions.Add(-1, ProtocolTag(protocol));

    public void LogonTried(MailProtocol protocol, MailError? refusal) =>
        logons.Add(1, ProtocolTag(protocol), new("outcome", refusal?.ToString() ?? "Ok"));

    public void Delivered(int copies, long size, long started)
    {
        deliveries.Add(copies);
        deliveredBytes.Add(size);
        deliveryDuration.Record(timeProvider.GetElapsedTime(started).TotalSeconds);
    }

    public void EventMissed() => missedEvents.Add(1);

    public void Dispose() => meter.Dispose();

    private static KeyValuePair<string, object?> ProtocolTag(MailProtocol protocol) => new("protocol", protocol);
}

using System.Diagnostics.Metrics;

namespace MailAdmin.Server.Telemetry;

/// <summary>The metrics of a running server: the meter <c>MailAdmin.Server</c>.</summary>
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
        sessions = meter.CreateUpDownCounter<int>(
            "mailadmin.sessions", "{session}", "Connections that are open.");
        connections = meter.CreateCounter<long>(
            "mailadmin.connections", "{connection}", "Connections, by outcome.");
        logons = meter.CreateCounter<long>(
            "mailadmin.logons", "{logon}", "Attempts to log on, by outcome.");
        deliveries = meter.CreateCounter<long>(
            "mailadmin.deliveries", "{copy}", "Copies of messages delivered to mailboxes.");
        deliveredBytes = meter.CreateCounter<long>(
            "mailadmin.delivered.size", "By", "Bytes of accepted messages.");
        deliveryDuration = meter.CreateHistogram<double>(
            "mailadmin.delivery.duration", "s", "From the last byte to the sync.");
        missedEvents = meter.CreateCounter<long>(
            "mailadmin.events.missed", "{event}", "Events that a slow watcher missed.");
    }

    public long Timestamp() => timeProvider.GetTimestamp();

    public void ConnectionAccepted(MailProtocol protocol)
    {
        connections.Add(1, ProtocolTag(protocol), new("outcome", "accepted"));
        sessions.Add(1, ProtocolTag(protocol));
    }

    public void ConnectionRejected(MailProtocol protocol) =>
        connections.Add(1, ProtocolTag(protocol), new("outcome", "rejected"));

    public void SessionEnded(MailProtocol protocol) => sessions.Add(-1, ProtocolTag(protocol));

    public void LogonAttempted(MailProtocol protocol, MailError? refusal) =>
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

using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MailAdmin.Contracts;
using MailAdmin.Server.Telemetry;

namespace MailAdmin.Server.Events;

/// <summary>
/// The events of the server, for watchers. It is the trace for those who write to it, and publishes what they write;
/// sessions and logons are reported to it directly. Without watchers an event costs the check of a counter.
/// </summary>
internal sealed class EventHub(IMailTrace trace, TimeProvider timeProvider, ServerMeter meter) : IMailTrace
{
    // A watcher that reads too slowly misses the oldest events; the server never waits.
    private const int Backlog = 10_000;
    private readonly Lock gate = new();
    private Channel<MailServerEvent>[] watchers = [];
    private bool isComplete;

    /// <summary>Whether there is a watcher.</summary>
    public bool IsWatched => Volatile.Read(ref watchers).Length > 0;

    public void Write(MailTraceEvent traceEvent)
    {
        MailTraceEvent shown = ShownEvents.Of(traceEvent);
        trace.Write(shown);
        Publish(shown);
    }

    public void WriteLater(Func<CancellationToken, ValueTask<MailTraceEvent?>> read)
    {
        trace.WriteLater(async cancellationToken =>
        {
            MailTraceEvent? traceEvent = await read(cancellationToken);
            if (traceEvent is not null)
            {
                traceEvent = ShownEvents.Of(traceEvent);
                Publish(traceEvent);
            }

            return traceEvent;
        });
    }

    public async IAsyncEnumerable<MailTraceEvent> FindAsync(
        TraceFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (MailTraceEvent traced in trace.FindAsync(filter, cancellationToken))
        {
            // Those of earlier versions were kept as they came.
            yield return ShownEvents.Of(traced);
        }
    }

    /// <summary>A client connected.</summary>
    public void SessionStarted(MailProtocol protocol, string clientAddress)
    {
        if (IsWatched)
        {
            Publish(Session(MailServerEventKind.SessionStarted, protocol, clientAddress));
        }
    }

    /// <summary>A client logged on.</summary>
    public void LoggedOn(LogonAttempt attempt, EmailAddress account)
    {
        if (IsWatched)
        {
            Publish(Session(MailServerEventKind.LoggedOn, attempt.Protocol, attempt.RemoteAddress.ToString()) with
            {
                Account = account.ToString(),
                Detail = attempt.Mechanism,
            });
        }
    }

    /// <summary>A logon was refused.</summary>
    public void LogonFailed(LogonAttempt attempt, MailError cause)
    {
        if (IsWatched)
        {
            Publish(Session(MailServerEventKind.LogonFailed, attempt.Protocol, attempt.RemoteAddress.ToString()) with
            {
                Account = ShownText.Of(attempt.UserName),
                Detail = $"{cause} ({attempt.Mechanism})",
            });
        }
    }

    /// <summary>Ends the streams of all watchers, also of later ones.</summary>
    public void Complete()
    {
        lock (gate)
        {
            isComplete = true;
            foreach (Channel<MailServerEvent> channel in watchers)
            {
                channel.Writer.TryComplete();
            }
        }
    }

    /// <summary>Returns every event from now on, until it is cancelled.</summary>
    public IAsyncEnumerable<MailServerEvent> WatchAsync(CancellationToken cancellationToken)
    {
        Channel<MailServerEvent> channel = Channel.CreateBounded<MailServerEvent>(
            new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => meter.EventMissed());
        lock (gate)
        {
            watchers = [.. watchers, channel];
            if (isComplete)
            {
                channel.Writer.TryComplete();
            }
        }

        return ReadAsync(channel, cancellationToken);
    }

    private async IAsyncEnumerable<MailServerEvent> ReadAsync(
        Channel<MailServerEvent> channel, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (MailServerEvent serverEvent in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return serverEvent;
            }
        }
        finally
        {
            lock (gate)
            {
                watchers = [.. watchers.Where(other => other != channel)];
            }
        }
    }

    private MailServerEvent Session(MailServerEventKind kind, MailProtocol protocol, string clientAddress) => new()
    {
        Timestamp = timeProvider.GetUtcNow().LocalDateTime,
        Kind = kind,
        Source = protocol.ToString(),
        ClientAddress = clientAddress,
    };

    private void Publish(MailServerEvent serverEvent)
    {
        foreach (Channel<MailServerEvent> channel in Volatile.Read(ref watchers))
        {
            channel.Writer.TryWrite(serverEvent);
        }
    }

    // For watchers it is one event that a message is accepted and queued.
    private void Publish(MailTraceEvent traced)
    {
        if (IsWatched && traced.EventId != MailTraceEventId.Queue)
        {
            Publish(Convert(traced));
        }
    }

    private static MailServerEvent Convert(MailTraceEvent traced) => new()
    {
        Timestamp = traced.Timestamp.ToLocalTime(),
        Kind = traced.EventId switch
        {
            MailTraceEventId.Receive => MailServerEventKind.Accepted,
            MailTraceEventId.Reject => MailServerEventKind.Rejected,
            MailTraceEventId.Defer => MailServerEventKind.Deferred,
            MailTraceEventId.Bounce => MailServerEventKind.Bounced,
            MailTraceEventId.Retrieve => MailServerEventKind.Retrieved,
            MailTraceEventId.Delete => MailServerEventKind.Deleted,
            _ => MailServerEventKind.Delivered,
        },
        Source = traced.Source,
        ClientAddress = traced.ClientAddress,
        Sender = traced.Sender,
        Recipient = traced.Recipient,
        StatusCode = traced.StatusCode,
        Detail = traced.Detail,
    };
}

using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap;
using MailAdmin.Protocols.Pop3;
using MailAdmin.Protocols.Smtp;
using MailAdmin.Protocols.Transport;
using MailAdmin.Server.Events;
using MailAdmin.Server.Network;
using MailAdmin.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Listeners;

/// <summary>Turns an accepted connection into a session: checks the limits, creates its context and runs it.</summary>
internal sealed class SessionHost(
    IMailStorage storage,
    IAuthenticator authenticator,
    IMailRouter router,
    EventHub events,
    SessionRegistry registry,
    ServerMeter meter,
    TimeProvider timeProvider,
    ILoggerFactory loggerFactory)
{
    private static readonly TimeSpan RefusalTimeout = TimeSpan.FromSeconds(5);

    private readonly ILogger logger = loggerFactory.CreateLogger<SessionHost>();
    private readonly ConnectionGate gate = new();
    private readonly SmtpSessionHandler smtp = new(loggerFactory.CreateLogger<SmtpSessionHandler>());
    private readonly Pop3SessionHandler pop3 = new(loggerFactory.CreateLogger<Pop3SessionHandler>());
    private readonly ImapSessionHandler imap = new(loggerFactory.CreateLogger<ImapSessionHandler>());
    private KnownLimits? limits;

    /// <summary>Runs a session; never throws.</summary>
    public async Task RunAsync(Socket socket, PortListener listener)
    {
        try
        {
            await AdmitAsync(socket, listener);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException
            or OperationCanceledException)
        {
            ServerLog.SessionBroken(logger, 0, "", exception.Message);
        }
        catch (Exception exception)
        {
            // Nobody awaits this, so what is not logged here is never seen.
            ServerLog.SessionFaulted(logger, 0, exception);
        }
        finally
        {
            socket.Dispose();
        }
    }

    private async Task AdmitAsync(Socket socket, PortListener listener)
    {
        socket.NoDelay = true;
        IPEndPoint remote = Plain((IPEndPoint)socket.RemoteEndPoint!);
        IPEndPoint local = Plain((IPEndPoint)socket.LocalEndPoint!);
        StoreSettings settings = await storage.Directory.GetSettingsAsync(CancellationToken.None);
        MailProtocol protocol = listener.Specification.Protocol;
        if (!gate.TryEnter(remote.Address, settings, out string reachedLimit))
        {
            listener.CountRejected();
            meter.ConnectionRejected(protocol);
            ServerLog.ConnectionRefused(logger, protocol, remote.ToString(), reachedLimit);
            await RefuseAsync(socket, listener.Specification, settings.HostName);
            return;
        }

        meter.ConnectionAccepted(protocol);
        using ConnectionGate.Slot slot = gate.SlotOf(remote.Address);
        try
        {
            await RunSessionAsync(socket, listener, remote, local, settings, slot);
        }
        finally
        {
            meter.SessionEnded(protocol);
        }
    }

    private async Task RunSessionAsync(
        Socket socket,
        PortListener listener,
        IPEndPoint remote,
        IPEndPoint local,
        StoreSettings settings,
        ConnectionGate.Slot slot)
    {
        KnownEndPoint specification = listener.Specification;
        await using MailTransport transport = new(
            new NetworkStream(socket, ownsSocket: true), remote, local, listener.Certificate?.Options, timeProvider)
        {
            InputProbe = () => socket.Available > 0,
            EndProbe = () => HasEnded(socket),
        };
        SessionContext context = new()
        {
            Id = SessionRegistry.TakeId(),
            Protocol = specification.Protocol,
            Transport = transport,
            IsImplicitTls = specification.TlsMode == TlsMode.Implicit,
            AllowPlaintextLogin = listener.AllowPlaintextLogin,
            OffersChannelBinding = settings.OfferChannelBinding,
            HostName = settings.HostName,
            Limits = LimitsOf(settings),
            Authenticator = authenticator,
            Mailboxes = storage.Mailboxes,
            Router = router,
            Trace = events,
            Started = timeProvider.GetUtcNow(),
            LoggedOn = registry.OnLogon,
        };

        using LiveSession session = new(context, listener);
        registry.Add(session);
        events.SessionStarted(specification.Protocol, remote.Address.ToString());
        try
        {
            if (listener.IsStopping)
            {
                return;
            }

            await HandlerOf(specification.Protocol).RunAsync(context, session.Stopping, session.Aborting);
        }
        catch (Exception exception) when (exception is IOException or SocketException or TimeoutException
            or AuthenticationException or OperationCanceledException or ObjectDisposedException)
        {
            ServerLog.SessionBroken(logger, context.Id, remote.ToString(), exception.Message);
        }
        catch (Exception exception)
        {
            // A fault of one session must not end the server; it is logged in full.
            ServerLog.SessionFaulted(logger, context.Id, exception);
        }
        finally
        {
            // The slot is free before the client sees the end, so that it can reconnect at once.
            slot.Dispose();
            registry.Remove(session);
            session.Ended.SetResult();
        }
    }

    private ISessionHandler HandlerOf(MailProtocol protocol) => protocol switch
    {
        MailProtocol.Pop3 => pop3,
        MailProtocol.Imap => imap,
        _ => smtp,
    };

    // One record for all sessions until the settings change.
    private ServerLimits LimitsOf(StoreSettings settings)
    {
        if (Volatile.Read(ref limits) is { } known && ReferenceEquals(known.Settings, settings))
        {
            return known.Limits;
        }

        ServerLimits defaults = new();
        ServerLimits changed = defaults with
        {
            MessageSize = settings.MaxMessageSize.Bytes,
            Recipients = settings.MaxRecipients,
            Connections = settings.MaxConnections,
            ConnectionsPerAddress = settings.MaxConnectionsPerAddress,
            ImapTimeout = settings.IdleTimeout,
            Pop3Timeout = TimeSpan.FromTicks(Math.Min(defaults.Pop3Timeout.Ticks, settings.IdleTimeout.Ticks)),
            SmtpCommandTimeout =
                TimeSpan.FromTicks(Math.Min(defaults.SmtpCommandTimeout.Ticks, settings.IdleTimeout.Ticks)),
        };
        Volatile.Write(ref limits, new KnownLimits(settings, changed));
        return changed;
    }

    // A socket that can be read and has nothing to read is at its end.
    private static bool HasEnded(Socket socket)
    {
        try
        {
            return socket.Poll(TimeSpan.Zero, SelectMode.SelectRead) && socket.Available == 0;
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }

    // RFC 5321 §3.8 (421), RFC 3206 §4 (SYS/TEMP), RFC 9051 §7.1.5 (BYE). Before a handshake no reply is possible.
    private static async Task RefuseAsync(Socket socket, KnownEndPoint specification, string hostName)
    {
        if (specification.TlsMode == TlsMode.Implicit)
        {
            return;
        }

        string line = specification.Protocol switch
        {
            MailProtocol.Pop3 => "-ERR [SYS/TEMP] Too many connections, try again later\r\n",
            MailProtocol.Imap => "* BYE Too many connections, try again later\r\n",
            _ => $"421 4.3.2 {hostName} Too many connections, try again later\r\n",
        };
        using CancellationTokenSource limit = new(RefusalTimeout);
        await socket.SendAsync(Encoding.UTF8.GetBytes(line), limit.Token);
        socket.Shutdown(SocketShutdown.Send);
    }

    private static IPEndPoint Plain(IPEndPoint endPoint) =>
        new(endPoint.Address.Unmapped(), endPoint.Port);

    // One object, so that no session sees the settings of one moment with the limits of another.
    private sealed record KnownLimits(StoreSettings Settings, ServerLimits Limits);
}

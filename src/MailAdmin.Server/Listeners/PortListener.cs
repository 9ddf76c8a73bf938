using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MailAdmin.Server.Certificates;
using MailAdmin.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Listeners;

/// <summary>An open port: accepts connections and hands each to the session host, until it is stopped.</summary>
internal sealed class PortListener
{
    // When the system is out of file handles, an immediate retry would only waste processor time.
    private static readonly TimeSpan AcceptRetryDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<Socket> sockets;
    private readonly Func<ServerCertificate?> certificate;
    private readonly SessionHost host;
    private readonly SessionRegistry registry;
    private readonly TimeProvider timeProvider;
    private readonly ILogger<PortListener> logger;
    private readonly DateTimeOffset started;
    private readonly IPEndPoint endPoint;
    private Task accepting = Task.CompletedTask;
    private volatile ListenerState state = ListenerState.Running;
    private long accepted;
    private long rejected;

    public PortListener(
        KnownEndPoint specification,
        ListenerOptions options,
        IReadOnlyList<Socket> sockets,
        Func<ServerCertificate?> certificate,
        SessionHost host,
        SessionRegistry registry,
        TimeProvider timeProvider,
        ILogger<PortListener> logger)
    {
        this.sockets = sockets;
        this.certificate = certificate;
        this.host = host;
        this.registry = registry;
        this.timeProvider = timeProvider;
        this.logger = logger;
        endPoint = (IPEndPoint)sockets[0].LocalEndPoint!;
        Specification = specification with { Port = endPoint.Port };
        Options = options;
        started = timeProvider.GetUtcNow();
    }

    /// <summary>The protocol and TLS mode, with the port that was opened.</summary>
    public KnownEndPoint Specification { get; }

    /// <summary>The options of the request.</summary>
    public ListenerOptions Options { get; }

    public bool AllowPlaintextLogin => Options.AllowPlaintextLogin;

    /// <summary>The current certificate, or null without TLS.</summary>
    public ServerCertificate? Certificate => certificate();

    public bool IsStopping => state != ListenerState.Running;

    public void Start()
    {
        ServerLog.ListenerStarted(logger, Specification.Protocol, endPoint.ToString(), Specification.TlsMode);
        accepting = Task.WhenAll(sockets.Select(socket => Task.Run(() => AcceptAsync(socket))));
    }

    public void CountRejected() => Interlocked.Increment(ref rejected);

    /// <summary>
    /// Accepts no more connections, lets the open sessions finish their commands, and aborts what is left.
    /// </summary>
    public async Task<MailListener> StopAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        state = ListenerState.Stopping;
        foreach (Socket socket in sockets)
        {
            socket.Dispose();
        }

        await accepting;
        await DrainAsync(timeout, cancellationToken);
        state = ListenerState.Stopped;
        ServerLog.ListenerStopped(logger, Specification.Protocol, endPoint.ToString());
        return Describe();
    }

    public MailListener Describe()
    {
        X509Certificate2? shown = Certificate?.Certificate;
        return new MailListener
        {
            Protocol = Specification.Protocol,
            EndPoint = endPoint.ToString(),
            BindAddress = Options.BindAddress,
            Port = Specification.Port,
            TlsMode = Specification.TlsMode,
            CertificateThumbprint = shown?.Thumbprint,
            CertificateExpires = shown?.NotAfter,
            AllowPlaintextLogin = AllowPlaintextLogin,
            State = state,
            Sessions = registry.Of(this).Length,
            Accepted = Interlocked.Read(ref accepted),
            Rejected = Interlocked.Read(ref rejected),
            Started = started.LocalDateTime,
            ProcessId = Environment.ProcessId,
        };
    }

    private async Task AcceptAsync(Socket socket)
    {
        while (!IsStopping)
        {
            try
            {
                Socket connection = await socket.AcceptAsync();
                Interlocked.Increment(ref accepted);

                // In a task of its own, so that a handshake does not delay the next connection.
                _ = Task.Run(() => host.RunAsync(connection, this));
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException && IsStopping)
            {
                return;
            }
            catch (SocketException exception)
            {
                // The client disconnected before it was accepted, or handles ran out; in both cases the port stays
                // open.
                ServerLog.AcceptFailed(logger, endPoint.ToString(), exception);
                await Task.Delay(AcceptRetryDelay, timeProvider);
            }
        }
    }

    private async Task DrainAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        LiveSession[] open = registry.Of(this);
        try
        {
            await Task.WhenAll(open.Select(session => session.CloseAsync(timeout, timeProvider)))
                .WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open.Select(session => session.AbortAsync()));
        }

        Task ended = Task.WhenAll(registry.Of(this).Select(session => session.Ended.Task));
        await ended.WaitAsync(AbortTimeout, timeProvider, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

using System.Net.Sockets;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Certificates;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Listeners;

/// <summary>The listeners of a store: starts, lists and stops them.</summary>
internal sealed class ListenerAdministration(
    IMailStorage storage,
    SessionHost host,
    SessionRegistry registry,
    CertificateStore certificates,
    TimeProvider timeProvider,
    ILoggerFactory loggerFactory) : IAsyncDisposable
{
    private static readonly TimeSpan DisposeTimeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim gate = new(1);
    private volatile PortListener[] listeners = [];
    private TaskCompletionSource? running;

    public bool Any => listeners.Length > 0;

    /// <summary>Completes when no listener runs.</summary>
    public Task WhenNone => Volatile.Read(ref running)?.Task ?? Task.CompletedTask;

    /// <summary>Opens every requested port, or none.</summary>
    public async Task<IReadOnlyList<MailListener>> StartAsync(
        StartListeners request, CancellationToken cancellationToken)
    {
        IReadOnlyList<KnownEndPoint> specifications = ListenerPlan.For(request);
        ServerCertificate? given = request.CertificatePfx is { } pfx ? ServerCertificate.FromPfx(pfx) : null;
        ListenerOptions options = new(request.BindAddress, given, request.AllowPlaintextLogin);

        await gate.WaitAsync(cancellationToken);
        try
        {
            return await OpenAsync(
                [.. specifications.Select(specification => (specification, options))], cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    public IReadOnlyList<MailListener> Get(ListenerFilter filter) =>
        [.. listeners.Where(listener => Matches(filter, listener)).Select(listener => listener.Describe())];

    /// <exception cref="MailException">ListenerNotFound: no listener runs for the named port or protocol.</exception>
    public async Task<IReadOnlyList<MailListener>> StopAsync(
        ListenerFilter filter, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            (MailListener[] stopped, _) = await CloseAsync(filter, timeout, cancellationToken);
            return stopped;
        }
        finally
        {
            CompleteIfNone();
            gate.Release();
        }
    }

    public async Task<IReadOnlyList<MailListener>> RestartAsync(
        ListenerFilter filter, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            (_, PortListener[] closed) = await CloseAsync(filter, timeout, cancellationToken);
            return await OpenAsync(
                [.. closed.Select(listener => (listener.Specification, listener.Options))], CancellationToken.None);
        }
        finally
        {
            CompleteIfNone();
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await gate.WaitAsync();
        await CloseAsync(new ListenerFilter(), DisposeTimeout, CancellationToken.None);
        CompleteIfNone();
        gate.Dispose();
    }

    private async Task<IReadOnlyList<MailListener>> OpenAsync(
        IReadOnlyList<(KnownEndPoint Specification, ListenerOptions Options)> wanted,
        CancellationToken cancellationToken)
    {
        List<PortListener> opened = [];
        List<Socket> sockets = [];
        try
        {
            foreach ((KnownEndPoint specification, ListenerOptions options) in wanted)
            {
                IReadOnlyList<Socket> ofPort = ListenerSockets.Open(options.BindAddress, specification.Port);
                sockets.AddRange(ofPort);
                opened.Add(await CreateAsync(specification, options, ofPort, cancellationToken));
            }
        }
        catch
        {
            sockets.ForEach(socket => socket.Dispose());
            throw;
        }

        foreach (PortListener listener in opened)
        {
            listener.Start();
        }

        listeners = [.. listeners, .. opened];
        running ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return [.. opened.Select(listener => listener.Describe())];
    }

    private async ValueTask<PortListener> CreateAsync(
        KnownEndPoint specification,
        ListenerOptions options,
        IReadOnlyList<Socket> sockets,
        CancellationToken cancellationToken)
    {
        Func<ServerCertificate?> certificate = static () => null;
        if (specification.TlsMode != TlsMode.None)
        {
            StoreSettings settings = await storage.Directory.GetSettingsAsync(cancellationToken);
            certificate = options.Given is { } given ? () => given : () => certificates.GetOwn(settings.HostName);

            // Loaded now: a port must not open when its handshakes could only fail.
            _ = certificate();
        }

        return new PortListener(
            specification,
            options,
            sockets,
            certificate,
            host,
            registry,
            timeProvider,
            loggerFactory.CreateLogger<PortListener>());
    }

    private async Task<(MailListener[] Stopped, PortListener[] Closed)> CloseAsync(
        ListenerFilter filter, TimeSpan timeout, CancellationToken cancellationToken)
    {
        PortListener[] chosen = [.. listeners.Where(listener => Matches(filter, listener))];
        if (chosen.Length == 0 && (filter.Protocol is not null || filter.Port is not null))
        {
            throw filter.NotFound();
        }

        MailListener[] stopped = await Task.WhenAll(
            chosen.Select(listener => listener.StopAsync(timeout, cancellationToken)));
        listeners = [.. listeners.Except(chosen)];
        return (stopped, chosen);
    }

    // Not called between closing and reopening: whoever waits for the end would take a restart for it.
    private void CompleteIfNone()
    {
        if (listeners.Length == 0)
        {
            Interlocked.Exchange(ref running, null)?.TrySetResult();
        }
    }

    private static bool Matches(ListenerFilter filter, PortListener listener) =>
        (filter.Protocol is null || filter.Protocol == listener.Specification.Protocol)
        && (filter.Port is null || filter.Port == listener.Specification.Port);
}

using System.Net.Sockets;
using MailAdmin.Server.Control;
using MailAdmin.Server.Engine;
using MailAdmin.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Server.Ownership;

/// <summary>
/// Keeps the control channel of a store open: opens it in the background, tries again when that failed, and restores
/// what others find it by when somebody has removed that.
/// </summary>
internal sealed class ControlHost : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopping = new();
    private readonly string path;
    private readonly MailEngine engine;
    private readonly IControlOwner owner;
    private readonly TimeProvider timeProvider;
    private readonly ILogger<ControlServer> logger;
    private readonly Task running;
    private ControlServer? server;
    private bool hasFailed;

    public ControlHost(
        string path, MailEngine engine, IControlOwner owner, TimeProvider timeProvider, ILoggerFactory loggerFactory)
    {
        this.path = path;
        this.engine = engine;
        this.owner = owner;
        this.timeProvider = timeProvider;
        logger = loggerFactory.CreateLogger<ControlServer>();

        // Beside the first cmdlet, which need not wait for it: others try again until they get through.
        running = Task.Run(RunAsync);
    }

    /// <summary>Takes no more calls, waits for those that run, and removes what others find the channel by.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using PeriodicTimer timer = new(Interval, timeProvider);
        try
        {
            do
            {
                Maintain();
            }
            while (await timer.WaitForNextTickAsync(stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // The store closes.
        }
    }

    private void Maintain()
    {
        // The folder may be another's by now.
        if (engine.WhenLost.IsCompleted)
        {
            return;
        }

        try
        {
            if (server is not null)
            {
                server.Restore();
            }
            else
            {
                server = new ControlServer(engine, owner, ControlEndpoint.Open(path), timeProvider, logger);
                server.Start();
            }

            hasFailed = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SocketException)
        {
            // This process can still use its store; others are told that it is locked. Logged once, not each second.
            if (!hasFailed)
            {
                ServerLog.ControlFailed(logger, exception);
            }

            hasFailed = true;
        }
    }
}

using System.Security.Authentication;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Server.Listeners;

/// <summary>A running session, and the means to end it.</summary>
internal sealed class LiveSession(SessionContext context, PortListener listener) : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource aborting = new();

    public SessionContext Context { get; } = context;

    public PortListener Listener { get; } = listener;

    /// <summary>Completes when the session has ended.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CancellationToken Stopping => stopping.Token;

    public CancellationToken Aborting => aborting.Token;

    /// <summary>Lets the current command finish and sends the closing reply; aborts when that takes too long.</summary>
    public async Task CloseAsync(TimeSpan grace, TimeProvider timeProvider)
    {
        try
        {
            await stopping.CancelAsync();
            await Ended.Task.WaitAsync(grace, timeProvider);
        }
        catch (TimeoutException)
        {
            await AbortAsync();
        }
        catch (ObjectDisposedException)
        {
            // The session has ended meanwhile.
        }
    }

    public async Task AbortAsync()
    {
        try
        {
            await aborting.CancelAsync();
            Context.Transport.Abort();
        }
        catch (ObjectDisposedException)
        {
            // The session has ended meanwhile.
        }
    }

    public MailSession Describe() => new()
    {
        Id = Context.Id,
        Protocol = Context.Protocol,
        RemoteEndPoint = Context.Transport.Remote.ToString(),
        Account = Context.Account?.Address.ToString(),
        Tls = Context.Transport.TlsVersion switch
        {
            SslProtocols.None => null,
            SslProtocols.Tls12 => "TLS 1.2",
            SslProtocols.Tls13 => "TLS 1.3",
            SslProtocols other => other.ToString(),
        },
        Client = Context.Client,
        Started = Context.Started.LocalDateTime,
        LastCommand = Context.LastCommand,
        BytesIn = Context.Transport.BytesIn,
        BytesOut = Context.Transport.BytesOut,
    };

    public void Dispose()
    {
        stopping.Dispose();
        aborting.Dispose();
    }
}

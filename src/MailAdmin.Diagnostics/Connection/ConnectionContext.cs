using System.Net;
using MailAdmin.Diagnostics.Registration;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>The connection that is tested, and what the checks have found out so far.</summary>
internal sealed class ConnectionContext(
    ConnectionTestRequest request, IHostResolver resolver, TimeProvider timeProvider)
    : IAsyncDisposable
{
    /// <summary>The request; it names the server once the mail server of a domain was found.</summary>
    public ConnectionTestRequest Request { get; set; } = request;

    public IHostResolver Resolver { get; } = resolver;

    public TimeProvider TimeProvider { get; } = timeProvider;

    public required INetworkState Network { get; init; }

    /// <summary>The registry to ask about domains that are not found; null for none.</summary>
    public IDomainRegistry? Registry { get; init; }

    public Transcript Transcript { get; } = new();

    /// <summary>The addresses of the server; empty before it was looked up.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; set; } = [];

    /// <summary>The registered name that the DNS did not find; null when there is none.</summary>
    public string? UnknownDomain { get; set; }

    /// <summary>The address that answered.</summary>
    public IPAddress? ConnectedAddress { get; set; }

    /// <summary>The connection, once the port answered.</summary>
    public ProbeConnection? Connection { get; set; }

    /// <summary>How this connection is protected: never Auto once the port answered.</summary>
    public TlsMode Mode { get; set; } = request.TlsMode;

    /// <summary>The greeting, once the server sent one that fits the protocol.</summary>
    public string? Greeting { get; set; }

    /// <summary>Whether a password may be sent: the certificate is accepted, or TLS was turned off.</summary>
    public bool MaySendPassword { get; set; }

    /// <summary>MailKit on this connection, once it was needed.</summary>
    public MailClient? Client { get; set; }

    public bool IsLoggedOn { get; set; }

    /// <summary>What the reply to the logon said about the mailbox, which POP3 opens then.</summary>
    public CheckOutcome? MailboxRefusal { get; set; }

    /// <summary>The addresses to connect to: the one that was given, a literal one, or those that were found.</summary>
    public IReadOnlyList<IPAddress> Candidates =>
        Request.ConnectAddress is { } known ? [known]
        : IPAddress.TryParse(Request.Server, out IPAddress? literal) ? [literal]
        : Addresses;

    /// <summary>MailKit on this connection.</summary>
    public async Task<MailClient> OpenClientAsync(CancellationToken cancellationToken)
    {
        if (Client is null)
        {
            Client = MailClient.Create(Request.Protocol, Transcript);
            await Client.TakeOverAsync(this, cancellationToken);
        }

        return Client;
    }

    /// <summary>Which service answers a handshake at the port of this connection.</summary>
    public Task<ServiceKind> RecognizeInsideTlsAsync(CancellationToken cancellationToken) =>
        PortRecognizer.RecognizeAsync(
        ConnectedAddress!, Request.Port, TlsMode.Implicit, Timeouts.Guess, TimeProvider, cancellationToken);

    /// <summary>Whether the server stays silent so long that it may wait for the client.</summary>
    public async Task<bool> IsSilentAsync(Task<bool> greeting, CancellationToken cancellationToken)
    {
        Task silence = Task.Delay(Timeouts.Silence(Request.Timeout), TimeProvider, cancellationToken);
        return await Task.WhenAny(greeting, silence) != greeting;
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (Connection is not null)
        {
            await Connection.DisposeAsync();
        }
    }
}

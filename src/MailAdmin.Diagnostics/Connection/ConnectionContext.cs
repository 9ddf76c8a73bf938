using System.Net;
using MailAdmin.Diagnostics.Registration;
using MailAdmin.Diagnostics.Wire;

namespace MailAdmin.Diagnostics.Connection;

/// <summary>What the checks of one connection have found out so far, and the connection itself.</summary>
internal sealed class ConnectionContext(ConnectionTestRequest request, IHostResolver resolver, TimeProvider timeProvider)
    : IAsyncDisposable
{
    /// <summary>What is tested; names the server once that of a domain's mail was found.</summary>
    public ConnectionTestRequest Request { get; set; } = request;

    public IHostResolver Resolver { get; } = resolver;

    public TimeProvider TimeProvider { get; } = timeProvider;

    public required INetworkState Network { get; init; }

    /// <summary>Whom to ask for registrations; null: nobody.</summary>
    public IDomainRegistry? Registry { get; init; }

    public Transcript Transcript { get; } = new();

    /// <summary>Where the server is; empty before it was looked up.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; set; } = [];

    /// <summary>The registered name that the DNS could say nothing good of; null: there is none.</summary>
    public string? UnknownDomain { get; set; }

    /// <summary>The address that answered.</summary>
    public IPAddress? ConnectedAddress { get; set; }

    /// <summary>The connection, once the port answered.</summary>
    public ProbeConnection? Connection { get; set; }

    /// <summary>How this connection is protected: never Auto once the port answered.</summary>
    public TlsMode Mode { get; set; } = request.TlsMode;

    /// <summary>The greeting, once the server gave one that fits the protocol.</summary>
    public string? Greeting { get; set; }

    /// <summary>Whether a password may be sent: the server is who it says, or no TLS was asked for explicitly.</summary>
    public bool MaySendPassword { get; set; }

    /// <summary>MailKit on this connection, once it was needed.</summary>
    public MailClient? Client { get; set; }

    public bool IsLoggedOn { get; set; }

    /// <summary>What the logon said about the mailbox; POP3 opens it then.</summary>
    public CheckOutcome? MailboxRefusal { get; set; }

    /// <summary>MailKit on this connection; it is given the greeting that was read already.</summary>
    public async Task<MailClient> OpenClientAsync(CancellationToken cancellationToken)
    {
        if (Client is null)
        {
            Client = MailClient.Create(Request.Protocol, Transcript);
            await Client.TakeOverAsync(this, cancellationToken);
        }

        return Client;
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

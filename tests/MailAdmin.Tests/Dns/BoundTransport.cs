using ARSoft.Tools.Net.Dns;

namespace MailAdmin.Tests.Dns;

/// <summary>A transport that has its port before the name server starts, so that nobody else can take it.</summary>
internal sealed class BoundTransport : IServerTransport
{
    private readonly IServerTransport inner;

    /// <summary>Binds the transport.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public BoundTransport(IServerTransport inner)
    {
        this.inner = inner;
        inner.Bind();
    }

    public ushort DefaultAllowedResponseSize => inner.DefaultAllowedResponseSize;

    public bool SupportsMultipleResponses => inner.SupportsMultipleResponses;

    public bool AllowTruncatedResponses => inner.AllowTruncatedResponses;

    public TransportProtocol TransportProtocol => inner.TransportProtocol;

    public void Bind()
    {
        // It is bound.
    }

    public void Close() => inner.Close();

    public Task<IServerConnection?> AcceptConnectionAsync(CancellationToken token) =>
        inner.AcceptConnectionAsync(token);

    public void Dispose() => inner.Dispose();
}

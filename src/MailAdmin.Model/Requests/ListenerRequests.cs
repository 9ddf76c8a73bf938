namespace MailAdmin.Requests;

/// <summary>Opens ports: all that are asked for, or none.</summary>
public sealed record StartListeners : IRequest<IReadOnlyList<MailListener>>
{
    /// <summary>The protocols; empty: all.</summary>
    public IReadOnlyList<MailProtocol> Protocol { get; init; } = [];

    /// <summary>Only ports of this mode; null: every standard port of the protocols.</summary>
    public TlsMode? TlsMode { get; init; }

    /// <summary>One port, with one protocol and mode; 0: any free one.</summary>
    public int? Port { get; init; }

    /// <summary>Is added to the standard ports.</summary>
    public int PortOffset { get; init; }

    /// <summary>An IP address, <c>Loopback</c> or <c>Any</c>.</summary>
    public string BindAddress { get; init; } = "Loopback";

    /// <summary>A certificate with its private key as PKCS #12 without a password; null: the store's own.</summary>
    public byte[]? CertificatePfx { get; init; }

    /// <summary>Whether passwords are taken without TLS.</summary>
    public bool AllowPlaintextLogin { get; init; }
}

/// <summary>The listeners of the owner.</summary>
public sealed record GetListeners(ListenerFilter Filter) : IQuery<IReadOnlyList<MailListener>>;

/// <summary>
/// Closes ports, waits for running commands up to a time, and closes their connections. ListenerNotFound.
/// </summary>
public sealed record StopListeners(ListenerFilter Filter, TimeSpan Timeout) : IRequest<IReadOnlyList<MailListener>>;

/// <summary>Stops and starts with the same ports, certificate and mode. ListenerNotFound.</summary>
public sealed record RestartListeners(ListenerFilter Filter, TimeSpan Timeout) : IRequest<IReadOnlyList<MailListener>>;

/// <summary>Which listeners. A null value matches all.</summary>
public sealed record ListenerFilter
{
    /// <summary>The protocol.</summary>
    public MailProtocol? Protocol { get; init; }

    /// <summary>The port.</summary>
    public int? Port { get; init; }

    /// <summary>The refusal of a request for listeners when none matches.</summary>
    public MailException NotFound() => (Protocol, Port) switch
    {
        ({ } protocol, { } port) => MailException.Of(MailError.ListenerNotFound.As("ProtocolAndPort"), protocol, port),
        ({ } protocol, null) => MailException.Of(MailError.ListenerNotFound.As("Protocol"), protocol),
        (null, { } port) => MailException.Of(MailError.ListenerNotFound.As("Port"), port),
        (null, null) => MailException.Of(MailError.ListenerNotFound),
    };
}

namespace MailAdmin;

/// <summary>The state of a listener.</summary>
public enum ListenerState
{
    /// <summary>It accepts connections.</summary>
    Running,

    /// <summary>It accepts no new connections and waits for the open ones to end.</summary>
    Stopping,

    /// <summary>It is closed.</summary>
    Stopped,
}

/// <summary>A port at which the server accepts connections.</summary>
public sealed record MailListener
{
    /// <summary>The protocol.</summary>
    public required MailProtocol Protocol { get; init; }

    /// <summary>The IP address and the port.</summary>
    public required string EndPoint { get; init; }

    /// <summary>Where it listens, as Start-MailListener takes it: an IP address, Loopback or Any.</summary>
    public string BindAddress { get; init; } = "";

    /// <summary>The port.</summary>
    public required int Port { get; init; }

    /// <summary>How its connections are protected.</summary>
    public required TlsMode TlsMode { get; init; }

    /// <summary>The SHA-1 thumbprint of its certificate; null without TLS.</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>When its certificate expires; null without TLS.</summary>
    public DateTime? CertificateExpires { get; init; }

    /// <summary>Whether passwords are accepted without TLS.</summary>
    public bool AllowPlaintextLogin { get; init; }

    /// <summary>The state.</summary>
    public ListenerState State { get; init; }

    /// <summary>The number of open connections.</summary>
    public int Sessions { get; init; }

    /// <summary>The number of connections accepted since the start.</summary>
    public long Accepted { get; init; }

    /// <summary>The number of connections refused because of a limit.</summary>
    public long Rejected { get; init; }

    /// <summary>When it started.</summary>
    public DateTime Started { get; init; }

    /// <summary>The process in which it runs.</summary>
    public int ProcessId { get; init; }
}

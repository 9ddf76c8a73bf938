namespace MailAdmin;

/// <summary>Whether a listener takes connections.</summary>
public enum ListenerState
{
    /// <summary>It takes connections.</summary>
    Running,

    /// <summary>It takes no more and waits for those that are open.</summary>
    Stopping,

    /// <summary>It is closed.</summary>
    Stopped,
}

/// <summary>A port on which the server answers.</summary>
public sealed record MailListener
{
    /// <summary>What it speaks.</summary>
    public required MailProtocol Protocol { get; init; }

    /// <summary>Address and port.</summary>
    public required string EndPoint { get; init; }

    /// <summary>The port.</summary>
    public required int Port { get; init; }

    /// <summary>How its connections are protected.</summary>
    public required TlsMode TlsMode { get; init; }

    /// <summary>The SHA-1 thumbprint of its certificate; null without TLS.</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>When its certificate expires; null without TLS.</summary>
    public DateTimeOffset? CertificateExpires { get; init; }

    /// <summary>Whether passwords are taken without TLS.</summary>
    public bool AllowPlaintextLogin { get; init; }

    /// <summary>Whether it takes connections.</summary>
    public ListenerState State { get; init; }

    /// <summary>How many connections are open.</summary>
    public int Sessions { get; init; }

    /// <summary>How many connections it took since it started.</summary>
    public long Accepted { get; init; }

    /// <summary>How many it refused because of a limit.</summary>
    public long Rejected { get; init; }

    /// <summary>When it started.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>The process it runs in.</summary>
    public int ProcessId { get; init; }
}

namespace MailAdmin;

/// <summary>A connection that is open.</summary>
public sealed record MailSession
{
    /// <summary>The number, which is never used again by the process.</summary>
    public required long Id { get; init; }

    /// <summary>The protocol.</summary>
    public required MailProtocol Protocol { get; init; }

    /// <summary>The IP address and port of the client.</summary>
    public required string RemoteEndPoint { get; init; }

    /// <summary>The account that is logged on; null before the logon.</summary>
    public string? Account { get; init; }

    /// <summary>The version of TLS, such as <c>TLS 1.3</c>; null without TLS.</summary>
    public string? Tls { get; init; }

    /// <summary>The name that the client gives: that of EHLO, or name and version of the IMAP command ID.</summary>
    public string? Client { get; init; }

    /// <summary>When it started.</summary>
    public DateTime Started { get; init; }

    /// <summary>The name of the last command, without its arguments.</summary>
    public string? LastCommand { get; init; }

    /// <summary>The bytes received from the client.</summary>
    public long BytesIn { get; init; }

    /// <summary>The bytes sent to the client.</summary>
    public long BytesOut { get; init; }
}

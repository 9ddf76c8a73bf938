namespace MailAdmin;

/// <summary>A connection that is open.</summary>
public sealed record MailSession
{
    /// <summary>Its number; never used twice by one process.</summary>
    public required long Id { get; init; }

    /// <summary>What it speaks.</summary>
    public required MailProtocol Protocol { get; init; }

    /// <summary>The client's address and port.</summary>
    public required string RemoteEndPoint { get; init; }

    /// <summary>The account that is logged on; null before that.</summary>
    public EmailAddress? Account { get; init; }

    /// <summary>The version of TLS, as <c>TLS 1.3</c>; null without.</summary>
    public string? Tls { get; init; }

    /// <summary>What the client calls itself: the name of EHLO, or name and version of IMAP ID.</summary>
    public string? Client { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>The verb of its last command; never an argument.</summary>
    public string? LastCommand { get; init; }

    /// <summary>Octets from the client.</summary>
    public long BytesIn { get; init; }

    /// <summary>Octets to the client.</summary>
    public long BytesOut { get; init; }
}

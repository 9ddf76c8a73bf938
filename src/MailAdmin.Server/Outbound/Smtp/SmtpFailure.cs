namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>What went wrong with another server as a whole, not with one recipient.</summary>
internal enum SmtpFailureKind
{
    /// <summary>It could not be reached, or the connection broke or was silent.</summary>
    Connection,

    /// <summary>It said what SMTP does not know, or too much of it.</summary>
    Protocol,

    /// <summary>It refused service: at the greeting, at EHLO, or with 421.</summary>
    Refused,

    /// <summary>TLS was needed and could not be had, or not with a certificate that proves the name.</summary>
    Tls,

    /// <summary>The handshake failed where TLS was only wished for.</summary>
    OptionalTls,

    /// <summary>REQUIRETLS could not be kept. RFC 8689 §4.2.1</summary>
    RequireTls,

    /// <summary>The logon failed.</summary>
    Logon,
}

/// <summary>Ends a session with another server; the connection is of no use any more.</summary>
internal sealed class SmtpFailure(SmtpFailureKind kind, string statusCode, string reason, RemoteReply? reply = null, Exception? cause = null)
    : Exception(reason, cause)
{
    public SmtpFailureKind Kind => kind;

    /// <summary>The enhanced status code. RFC 3463</summary>
    public string StatusCode => statusCode;

    /// <summary>What the server said; null: nothing.</summary>
    public RemoteReply? Reply => reply;

    /// <summary>Whether trying again is of no use.</summary>
    public bool IsPermanent => statusCode.StartsWith('5');
}

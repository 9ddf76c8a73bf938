namespace MailAdmin.Protocols.Pop3.Session;

/// <summary>What the session does after a reply.</summary>
internal enum Pop3Action
{
    /// <summary>Waits for the next command.</summary>
    Continue,

    /// <summary>Closes the connection.</summary>
    Close,

    /// <summary>Makes the TLS handshake. RFC 2595 §4</summary>
    StartTls,
}

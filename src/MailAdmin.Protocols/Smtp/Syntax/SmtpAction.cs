namespace MailAdmin.Protocols.Smtp.Syntax;

/// <summary>What the session does after a reply is sent.</summary>
internal enum SmtpAction
{
    /// <summary>Waits for the next command.</summary>
    Continue,

    /// <summary>Closes the connection.</summary>
    Close,

    /// <summary>Makes the TLS handshake. RFC 3207 §4</summary>
    StartTls,
}

namespace MailAdmin.Protocols.Smtp.Session;

/// <summary>The states of a session, as a set: how far the transaction has come. RFC 5321 §4.1.4</summary>
[Flags]
internal enum SmtpStates
{
    /// <summary>The client has not named itself, or TLS has made us forget it.</summary>
    Connected = 1,

    /// <summary>The client has named itself; no transaction.</summary>
    Ready = 2,

    /// <summary>MAIL was accepted.</summary>
    Mail = 4,

    /// <summary>At least one RCPT was accepted.</summary>
    Recipients = 8,

    /// <summary>At least one BDAT was accepted, and the last is still to come.</summary>
    Chunks = 16,

    /// <summary>In a transaction.</summary>
    Transaction = Mail | Recipients | Chunks,

    /// <summary>Always.</summary>
    Any = Connected | Ready | Transaction,
}

namespace MailAdmin.Protocols.Imap.Session;

/// <summary>Properties of a command that the session needs.</summary>
[Flags]
internal enum ImapCommandFlags
{
    None = 0,

    /// <summary>
    /// It names messages by sequence number and EXPUNGE may not be reported during it. RFC 3501 §7.4.1
    /// </summary>
    HoldsExpunges = 1,

    /// <summary>
    /// It names messages by UID, and every FETCH response that it causes has the UID. RFC 9051 §6.4.9
    /// </summary>
    ByUid = 2,

    /// <summary>It changes the selection: changes of the mailbox that was selected are no longer reported.</summary>
    ChangesSelection = 4,

    /// <summary>A mailbox that does not exist is answered with TRYCREATE. RFC 9051 §7.1</summary>
    SuggestsCreate = 8,

    /// <summary>It needs a mailbox that is selected for reading and writing.</summary>
    Writes = 16,

    /// <summary>Its last literal is a message, which is not collected but read by the handler.</summary>
    StreamsMessage = 32,

    /// <summary>It has no arguments.</summary>
    NoArguments = 64,
}

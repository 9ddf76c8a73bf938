namespace MailAdmin.Protocols.Imap.Session;

/// <summary>The states of a session, as a set: those in which a command may be given. RFC 9051 §3</summary>
[Flags]
internal enum ImapStates
{
    NotAuthenticated = 1,
    Authenticated = 2,
    Selected = 4,

    /// <summary>The session ends after the answer.</summary>
    Logout = 8,

    /// <summary>Somebody is logged on.</summary>
    LoggedOn = Authenticated | Selected,

    /// <summary>Always.</summary>
    Any = NotAuthenticated | LoggedOn,
}

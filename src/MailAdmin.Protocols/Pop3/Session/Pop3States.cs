namespace MailAdmin.Protocols.Pop3.Session;

/// <summary>The states of a session, as a set. RFC 1939 §3; the UPDATE state is a part of QUIT.</summary>
[Flags]
internal enum Pop3States
{
    /// <summary>Nobody is logged on.</summary>
    Authorization = 1,

    /// <summary>USER was given, and PASS is to follow.</summary>
    UserGiven = 2,

    /// <summary>The maildrop is open.</summary>
    Transaction = 4,

    /// <summary>Before logon.</summary>
    BeforeLogon = Authorization | UserGiven,

    /// <summary>Always.</summary>
    Any = BeforeLogon | Transaction,
}

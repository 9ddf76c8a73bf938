namespace MailAdmin.Diagnostics.Wire;

/// <summary>The kind of a server, as the first thing that it sends shows.</summary>
internal enum ServiceKind
{
    Unknown,
    Smtp,
    Pop3,
    Imap,
    Lmtp,
    ManageSieve,
    Ftp,
    Ssh,
    Http,
    Nntp,
    Irc,
    Vnc,
    Telnet,
    MySql,
    Tls,
}

namespace MailAdmin.Diagnostics.Wire;

/// <summary>What a server is, by the first thing it says.</summary>
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

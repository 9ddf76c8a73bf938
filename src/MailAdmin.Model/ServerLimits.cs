namespace MailAdmin;

/// <summary>Every limit that a session keeps. Times are for one wait, sizes in bytes.</summary>
public sealed record ServerLimits
{
    /// <summary>
    /// A command line of SMTP with its CRLF. RFC 5321 §4.5.3.1.4 asks for 512; AUTH (RFC 4954 §4) for 12,288.
    /// </summary>
    public int SmtpCommandLine { get; init; } = 12_288;

    /// <summary>
    /// A line of a message with its CRLF that is always accepted. RFC 5321 §4.5.3.1.6 asks for 1,000; longer lines are
    /// kept.
    /// </summary>
    public int SmtpTextLine { get; init; } = 1_000;

    /// <summary>
    /// A command line of POP3 with its CRLF. RFC 2449 §4 asks for 255; an initial response of AUTH needs more.
    /// </summary>
    public int Pop3CommandLine { get; init; } = 12_288;

    /// <summary>
    /// A command line of IMAP without its literals. RFC 7162 §4 asks for 8,192; Dovecot accepts 65,536.
    /// </summary>
    public int ImapCommandLine { get; init; } = 65_536;

    /// <summary>All literals of one IMAP command together, except the message of APPEND.</summary>
    public int ImapLiteral { get; init; } = 65_536;

    /// <summary>
    /// The time that one IMAP command may search or list. It is enough for tens of gigabytes, and keeps a program that
    /// searches for a thousand texts from occupying a processor for hours.
    /// </summary>
    public TimeSpan ImapSearchTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The depth of nested parentheses in an IMAP command.</summary>
    public int ImapNesting { get; init; } = 32;

    /// <summary>The size of a message. Postfix accepts 10,240,000 bytes, providers 25 to 150 MB.</summary>
    public long MessageSize { get; init; } = 50L << 20;

    /// <summary>Recipients of a message. RFC 5321 §4.5.3.1.8 asks for 100.</summary>
    public int Recipients { get; init; } = 1_000;

    /// <summary>Received fields before a message counts as looping. RFC 5321 §6.3 asks for at least 100.</summary>
    public int ReceivedFields { get; init; } = 100;

    /// <summary>Commands that fail before the connection is closed. Postfix: smtpd_hard_error_limit 20.</summary>
    public int BadCommands { get; init; } = 20;

    /// <summary>
    /// Successive commands and refusals without a message before an SMTP connection is closed. Postfix:
    /// smtpd_junk_command_limit 100.
    /// </summary>
    public int IdleCommands { get; init; } = 100;

    /// <summary>Failed logons before the connection is closed.</summary>
    public int LogonAttempts { get; init; } = 3;

    /// <summary>The delay of the reply to a failed logon. Dovecot: auth_failure_delay 2 s.</summary>
    public TimeSpan LogonFailureDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Waiting for a command of SMTP. RFC 5321 §4.5.3.2.7 asks for 5 minutes.</summary>
    public TimeSpan SmtpCommandTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Waiting for a piece of a message: DATA, BDAT, APPEND. RFC 5321 §4.5.3.2.5 asks for 3 minutes of the sender.
    /// </summary>
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Waiting for a command of POP3. RFC 1939 §3 asks for 10 minutes.</summary>
    public TimeSpan Pop3Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Waiting for a command of IMAP after logon. RFC 9051 §5.4 asks for 30 minutes.</summary>
    public TimeSpan ImapTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Waiting for a command before logon, POP3 and IMAP. Dovecot: 3 minutes.</summary>
    public TimeSpan PreLogonTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// From the connection to the logon, whatever the client sends meanwhile: POP3, IMAP and submission. Dovecot: 3
    /// minutes.
    /// </summary>
    public TimeSpan LogonTime { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// From the connection, or the last message, to the next message of an SMTP session, whatever commands come
    /// meanwhile. It gives a client that waits 5 minutes (RFC 5321 §4.5.3.2) before each of its first commands its
    /// time.
    /// </summary>
    public TimeSpan SmtpMessageTime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The bytes a second that a message must arrive with, and a reply be read with; below it the time for one wait is
    /// used up piece by piece. Postfix: smtpd_min_data_rate 500.
    /// </summary>
    public int MinTransferRate { get; init; } = 500;

    /// <summary>
    /// How long a server that connects to port 25 from elsewhere waits for the greeting: one that speaks meanwhile is a
    /// program that sends spam.
    /// </summary>
    public TimeSpan SmtpGreetingPause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Waiting for the client during a TLS handshake.</summary>
    public TimeSpan TlsHandshakeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Waiting for the client to read what is sent to it.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Simultaneous connections, of all listeners together.</summary>
    public int Connections { get; init; } = 10_000;

    /// <summary>
    /// Simultaneous connections from one IP address, or one /64 network of IPv6. Dovecot: mail_max_userip_connections
    /// 10 a user; phones behind one NAT need more.
    /// </summary>
    public int ConnectionsPerAddress { get; init; } = 500;

    /// <summary>The parts of a message whose structure is read; deeper or later ones are not divided further.</summary>
    public int MimeParts { get; init; } = 1_000;

    /// <summary>The levels of nested parts whose structure is read.</summary>
    public int MimeDepth { get; init; } = 50;

    /// <summary>The mailboxes of one account.</summary>
    public int Mailboxes { get; init; } = 10_000;

    /// <summary>
    /// The messages of one mailbox; each takes about 50 bytes of memory, and as many again in a session.
    /// </summary>
    public int MessagesPerMailbox { get; init; } = 1_000_000;

    /// <summary>The messages of one account.</summary>
    public int MessagesPerAccount { get; init; } = 5_000_000;

    /// <summary>The size of a mailbox name in UTF-8.</summary>
    public int MailboxName { get; init; } = 1_000;
}

namespace MailAdmin.Diagnostics.Texts;

/// <summary>What is said in English.</summary>
internal static class EnglishTexts
{
    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>
    {
        ["Check.Dns"] = "Look the server's name up",
        ["Check.Port"] = "Reach the port",
        ["Check.Tls"] = "Make the connection safe",
        ["Check.Greeting"] = "Hear the server's greeting",
        ["Check.Logon"] = "Log on",
        ["Check.Mailbox"] = "Open the mailbox",
        ["Protocol.Smtp"] = "SMTP",
        ["Protocol.Submission"] = "SMTP submission",
        ["Protocol.Pop3"] = "POP3",
        ["Protocol.Imap"] = "IMAP",
        ["Service.Smtp"] = "an SMTP server",
        ["Service.Pop3"] = "a POP3 server",
        ["Service.Imap"] = "an IMAP server",
        ["Service.Lmtp"] = "an LMTP server",
        ["Service.ManageSieve"] = "a ManageSieve server",
        ["Service.Ftp"] = "an FTP server",
        ["Service.Ssh"] = "an SSH server",
        ["Service.Http"] = "a web server",
        ["Service.Nntp"] = "a news (NNTP) server",
        ["Service.Irc"] = "an IRC server",
        ["Service.Vnc"] = "a VNC server",
        ["Service.Telnet"] = "a Telnet server",
        ["Service.MySql"] = "a MySQL or MariaDB server",
        ["Tls.StartTls"] = "STARTTLS",
        ["Tls.Implicit"] = "TLS from the start",
        ["Tls.None"] = "no TLS",
    };

    public static IReadOnlyDictionary<string, DiagnosisText> Texts { get; } = new Dictionary<string, DiagnosisText>
    {
        ["Ok"] = new("As it should be."),
        ["Ok.Dns"] = new("{server} has the address {addresses}."),
        ["Ok.Port"] = new("{server} answers at port {port}."),
        ["Ok.Tls"] = new("{version}; the certificate is for {names}, valid until {until}."),
        ["Ok.Greeting"] = new("The server greets: {answer}"),
        ["Ok.Logon"] = new("Logged on as {user} ({mechanism})."),
        ["Ok.Mailbox"] = new("The inbox is open and holds {count} messages."),
        ["Ok.Recipient"] = new("The server takes mail for {recipient}."),

        ["Skipped"] = new("Not tried."),
        ["Skipped.AfterFailure"] = new(
            "Not tried, because the check of the {layer} layer failed.",
            Suggestion: "Put that right first, or use -All to go on as far as it is possible."),
        ["Skipped.NoAddress"] = new("Not tried, because the address of the server is not known."),
        ["Skipped.NoConnection"] = new("Not tried, because there is no connection to try it on."),
        ["Skipped.NoGreeting"] = new("Not tried, because the server did not greet."),
        ["Skipped.NoTls"] = new("Not tried, because no TLS was asked for."),
        ["Skipped.NoCredential"] = new("Not tried, because no user name and password were given.", Suggestion: "Give them with -Credential."),
        ["Skipped.NotTrusted"] = new(
            "Not tried: a password is not sent over a connection that is not safe.",
            Suggestion: "Put TLS right first. -SkipCertificateCheck takes a certificate that you know."),
        ["Skipped.NoLogon"] = new("Not tried, because nobody logged on.", Suggestion: "Give user name and password with -Credential."),
        ["Skipped.NoRecipient"] = new("Not tried, because there is no address to ask for.", Suggestion: "Give one with -Address."),

        ["NetworkUnreachable"] = new(
            "This machine has no way to {server}.",
            "There is no route to the server's network: the cable, the wireless network or the VPN is down, or a router says that it does not know the way.",
            "Check the network of this machine, then try another server."),
        ["ResolverUnreachable"] = new(
            "Nobody answered the question for the address of {server}.",
            "Names are turned into addresses by a DNS resolver, and this machine's did not answer. The name itself may be right.",
            "Check the network and the DNS servers that this machine is set to use, or give an IP address with -Server."),
        ["HostNotFound"] = new(
            "There is no host with the name {server}.",
            "The DNS says that the name does not exist or has no address. It may be mistyped, or known only inside another network.",
            "Check how the name is written. The mail server's name is often not the domain after the at-sign."),
        ["PortClosed"] = new(
            "{server} refuses connections at port {port}.",
            "The machine is there, but no program listens at this port, or a firewall refuses on its behalf.",
            "Check the port number, and on the server that {protocol} is running."),
        ["PortClosed.Found"] = new(
            "{server} refuses connections at port {port}.",
            "The machine is there, but nothing listens at this port. {protocol} answers at another one.",
            "Use port {foundPort} with {foundTls}."),
        ["PortClosed.Local"] = new(
            "{server} refuses connections at port {port}.",
            "No listener of this store has the port.",
            "Start one for {protocol}."),
        ["PortFiltered"] = new(
            "Nothing answers at {server}, port {port}: not even with a refusal.",
            "A firewall drops the packets on the way, or the machine is off. Providers often block port 25 for their customers.",
            "Check the firewalls between here and there, and the port number."),
        ["PortFiltered.Found"] = new(
            "Nothing answers at {server}, port {port}: not even with a refusal.",
            "A firewall drops the packets for this port, but lets others through: {protocol} answers at another one.",
            "Use port {foundPort} with {foundTls}."),
        ["Timeout"] = new(
            "The server at {server}, port {port}, did not answer within {seconds} seconds.",
            "The connection is open, but what was asked stays without an answer: the server is overloaded, or something in between swallows the traffic.",
            "Try again, or give it more time with -TimeoutSeconds."),
        ["Timeout.Found"] = new(
            "The server at {server}, port {port}, did not answer within {seconds} seconds.",
            "Whatever listens there does not greet as a {protocol} server does. {protocol} answers at another port.",
            "Use port {foundPort} with {foundTls}."),
        ["WrongProtocol"] = new(
            "{found} answers at port {port}, not {protocol}.",
            "The port belongs to another service. It said: {answer}",
            "Check the port number."),
        ["WrongProtocol.Found"] = new(
            "{found} answers at port {port}, not {protocol}.",
            "The port belongs to another service. It said: {answer}",
            "Use port {foundPort} with {foundTls}."),
        ["WrongProtocol.Unknown"] = new(
            "What answers at port {port} is not {protocol}.",
            "The port belongs to another service, which is none of those that are recognised. It said: {answer}",
            "Check the port number."),
        ["WrongProtocol.UnknownFound"] = new(
            "What answers at port {port} is not {protocol}.",
            "The port belongs to another service, which is none of those that are recognised. It said: {answer}",
            "Use port {foundPort} with {foundTls}."),
        ["TlsOnPlainPort"] = new(
            "Port {port} wants TLS from the start, and was spoken to in plain text.",
            "The server waits for a TLS handshake while the client waits for its greeting, so nothing happens.",
            "Use TLS from the start (Implicit; \"SSL/TLS\" in most mail programs) at this port."),
        ["PlainOnTlsPort"] = new(
            "Port {port} begins in plain text, and was spoken to with TLS from the start.",
            "The server greeted in plain text where the client expected its handshake. TLS begins later at such a port, by STARTTLS.",
            "Use STARTTLS at this port, or the port for TLS from the start."),
        ["TlsHandshakeFailed"] = new(
            "TLS could not be agreed on with {server}.",
            "Client and server found no common version or cipher, or the server's set-up is broken: {reason}",
            "Bring the server's TLS up to 1.2 or 1.3, and look in its log for the reason."),
        ["TlsHandshakeFailed.Closed"] = new(
            "{server} hung up during the TLS handshake.",
            "The server closed the connection without a reason: often it has no certificate, or cannot read its private key.",
            "Look in the server's log, and check its certificate and private key."),
        ["TlsHandshakeFailed.NoCertificate"] = new(
            "{server} showed no certificate.",
            "Without one nobody can know that it is the right server.",
            "Give the server a certificate."),
        ["CertificateExpired"] = new(
            "The certificate of {server} expired on {until}.",
            "A certificate is valid for a limited time, and this one was not renewed. Mail programs warn or refuse.",
            "Renew the certificate and restart the server with it."),
        ["CertificateExpired.Chain"] = new(
            "A certificate that vouches for that of {server} has expired.",
            "The server's own certificate is still valid, but the one of the authority that it sends along is not.",
            "Install the present intermediate certificates on the server."),
        ["ClockSkew"] = new(
            "The certificate of {server} is valid only from {from} on.",
            "The clock of this machine is wrong, or the certificate was made for later.",
            "Check date, time and time zone of this machine first."),
        ["CertificateNameMismatch"] = new(
            "The certificate is not for {server}, but for {names}.",
            "Whoever answers proves to be someone else than was asked for. Usually the server has another name than the one that is used.",
            "Use a name that is in the certificate, or give the server one that has this name."),
        ["CertificateUntrusted"] = new(
            "Nobody whom this machine trusts vouches for the certificate of {server}.",
            "It was issued by {issuer}, an authority that is not known here.",
            "Install that authority's certificate if it is your own, or give the server one from a public authority."),
        ["CertificateUntrusted.SelfSigned"] = new(
            "The certificate of {server} is self-signed.",
            "The server vouches for itself, which anybody could do. Mail programs warn or refuse.",
            "Give the server a certificate from an authority, or install this one where it is to be trusted. -SkipCertificateCheck goes on with it."),
        ["CertificateUntrusted.Incomplete"] = new(
            "The certificate of {server} comes without those that lead to an authority.",
            "It was issued by {issuer}, whose own certificate the server should send along and does not.",
            "Install the chain (\"fullchain\") on the server, not the certificate alone."),
        ["CertificateUntrusted.Own"] = new(
            "{version} with the listener's own certificate, which other machines do not trust.",
            "It is the certificate that this store made for itself, so this connection is safe; mail programs elsewhere will warn.",
            "Start the listeners with a certificate from an authority before others use them."),
        ["StartTlsMissing"] = new(
            "{server} does not offer TLS at port {port}.",
            "Everything, passwords included, would go in plain text for all on the way to read.",
            "Switch TLS on at the server, or use the port for TLS from the start. -TlsMode None goes on without."),
        ["StartTlsMissing.Found"] = new(
            "{server} does not offer TLS at port {port}.",
            "Everything, passwords included, would go in plain text for all on the way to read. {protocol} answers at another port.",
            "Use port {foundPort} with {foundTls}."),
        ["ServerBusy"] = new(
            "The server turned the request away: {answer}",
            "It is overloaded, under maintenance, or has too many connections from here.",
            "Try again later. If it stays so, the server's log says why."),
        ["ServerBusy.Closed"] = new(
            "The server hung up without a word.",
            "It took the connection and closed it at once: it has too many connections, is starting or stopping, or does not talk to this address.",
            "Try again later. If it stays so, the server's log or its firewall (fail2ban, hosts.deny) says why."),
        ["Blocklisted"] = new(
            "The server does not talk to this address: {answer}",
            "It looks clients up in lists of senders of unwanted mail, and found this one.",
            "Find the list that it names, learn why the address is there, and ask for its removal."),
        ["LogonFailed"] = new(
            "The server does not accept the user name {user} with this password.",
            "One of the two is wrong; servers do not say which. Often the user name must be the whole address. It said: {answer}",
            "Type both again. If it stays so, set a new password."),
        ["LogonMechanismUnsupported"] = new(
            "The server offers no way to log on with a password that is known here.",
            "It may want another way of signing in (OAuth, Kerberos, certificates), or none at this port. It said: {answer}",
            "Ask the provider which sign-in it offers to mail programs, or use the port for submission."),
        ["LogonMechanismUnsupported.Smtp"] = new(
            "The server offers no logon at port {port}.",
            "This port takes mail from other servers, which do not log on. People's programs send by submission.",
            "Use submission: port 587 with STARTTLS or port 465 with TLS from the start."),
        ["LogonNeedsTls"] = new(
            "The server takes passwords only inside TLS.",
            "The connection was in plain text, where anybody on the way could read the password.",
            "Use STARTTLS, or the port for TLS from the start."),
        ["AppPasswordRequired"] = new(
            "The provider wants an app password for {user}, not the usual one.",
            "The account has two-step sign-in, which mail programs cannot do; a password made for one program replaces it. It said: {answer}",
            "Make an app password in the provider's security settings and use it here."),
        ["AccountDisabled"] = new(
            "The account {user} is disabled.",
            "The password may be right, but the account or its domain is switched off. It said: {answer}",
            "Have the administrator enable the account."),
        ["AccountDisabled.Refused"] = new(
            "The account of this address is disabled.",
            "Mail to it is refused as long as that is so. It said: {answer}",
            "Have the administrator enable the account."),
        ["AccountLocked"] = new(
            "Logging on is blocked for a while.",
            "There were too many wrong passwords, for the account or from this address. Another device may still use an old password. It said: {answer}",
            "Wait, correct the password on every device, then try again."),
        ["ProtocolDisabled"] = new(
            "The account {user} may not use {protocol}.",
            "The password was accepted, but this protocol is not switched on for the account. It said: {answer}",
            "Have the administrator allow the protocol, or use another one."),
        ["MailboxFull"] = new(
            "The mailbox is full: {used} of {limit} are used.",
            "New mail is refused and goes back to its senders.",
            "Delete or move mail, or raise the quota."),
        ["MailboxFull.Refused"] = new(
            "The server takes no more mail for this address: the mailbox is full.",
            "New mail is refused and goes back to its senders. It said: {answer}",
            "Delete or move mail, or raise the quota."),
        ["MailboxLocked"] = new(
            "Another program has the mailbox open.",
            "By POP3 a mailbox can be open only once at a time. It said: {answer}",
            "Close the other program, or wait until its connection ends; then try again."),
        ["RecipientNotFound"] = new(
            "The server knows no such address.",
            "Mail to it would come back. It said: {answer}",
            "Check how the address is written, and whether this is the right server for it."),
        ["RelayDenied"] = new(
            "The server does not take mail for this address from here.",
            "The address belongs to another server, or the sender may not be used. Sending to others needs a logon. It said: {answer}",
            "Log on with -Credential at the port for submission, or ask the server that is responsible for the address."),
        ["Greylisted"] = new(
            "The server asks to try again later.",
            "It does so with everybody whom it sees for the first time; real mail servers come back after some minutes. It said: {answer}",
            "Nothing is wrong. Try again in a few minutes."),
    };
}

using System.Text.RegularExpressions;

namespace MailAdmin.Diagnostics.Errors;

/// <summary>Words that name a cause more exactly than the code beside them, such as 550 5.7.1.</summary>
internal static class ErrorPhrases
{
    private static readonly (string Key, Regex Words)[] BesideCodes = Compile(
        ("AppPassword", "application-specific password|app(lication)? password|basic authentication is disabled|"
            + "web login required|less secure app"),
        ("Greylisted", "gr[ea]y-?list"),
        ("Blocklisted", @"spamhaus|spamcop|barracuda|sorbs|dnsbl|\brbl\b|block ?list|black ?list|blocked using|"
            + "sender reputation|poor reputation|banned sending ip"),
        ("RateLimited", "rate limit|too many (messages|connections|emails|recipients this)|sending limit|"
            + "quota exceeded for sending|unusual rate|throttl"),
        ("Dmarc", @"\bdmarc\b"),
        ("Spf", @"\bspf\b|sender policy framework"),
        ("ReverseDns", @"reverse (dns|hostname|lookup)|\bptr\b|cannot find your (reverse )?hostname"),
        ("RelayDenied", "relay(ing)? (access )?(denied|not permitted|not allowed|prohibited)|unable to relay|"
            + "not permitted to relay|we do not relay|attemptedsendingdenied"),
        ("Full", "mailbox (is )?full|over ?quota|quota (is )?(full|exceeded)|exceeded (the )?storage|out of storage"),
        ("UnknownUser", "user unknown|unknown user|no such (user|mailbox|recipient)|"
            + "(user|recipient|mailbox|account) (was )?(not found|does not exist)|does not exist here|"
            + "recipientnotfound"));

    private static readonly (string Key, Regex Words)[] WithoutCode = Compile(
        ("Phrase.LogonFailed", "(authentication|logon|login) (failed|unsuccessful|failure|rejected)|"
            + "(invalid|incorrect|bad|wrong) (credentials|password|user ?name)|username and password not accepted"),
        ("Phrase.TlsOnPlainPort", "cannot determine the frame size|unexpected packet format|wrong version number|"
            + "corrupted frame|not (a )?tls record"),
        ("Phrase.CertificateInvalid", "remote certificate|"
            + "certificate (is |was )?(invalid|rejected|expired|not trusted|verify failed|has expired)|"
            + "certificate_verify_failed|self[- ]signed certificate|RemoteCertificate(Name|Chain)"),
        ("Phrase.TlsFailed", "(tls|ssl)[^.]*(handshake|alert|failed|error|connection could not)|handshake fail|"
            + "no shared cipher|protocol_version|authentication failed, see inner|no common algorithm"),
        ("Socket.ConnectionRefused", @"connection refused|actively refused|ECONNREFUSED|\b10061\b"),
        ("Socket.TryAgain", "temporary failure in name resolution|temporary error occurred during (a )?hostname|"
            + @"\b11002\b"),
        ("Socket.HostNotFound", "no such host|name or service not known|nodename nor servname|could not resolve|"
            + @"host not found|ENOTFOUND|\b11001\b|\b11004\b"),
        ("Socket.NetworkUnreachable", "network (is )?unreachable|no route to host|unreachable (network|host)|"
            + @"ENETUNREACH|EHOSTUNREACH|\b10051\b|\b10065\b"),
        ("Socket.ConnectionReset", "forcibly closed|connection (was )?(reset|aborted)|reset by peer|broken pipe|"
            + @"ECONNRESET|unexpectedly disconnected|transport connection|\b10054\b"),
        ("Socket.AddressAlreadyInUse", @"address already in use|only one usage of each socket|EADDRINUSE|\b10048\b"),
        ("Socket.TimedOut", @"timed ?out|time-?out|did not properly respond|ETIMEDOUT|\b10060\b"));

    /// <summary>The cause that the words beside a refusal's code name; null when they name none.</summary>
    public static string? FindBesideCode(string text) => Find(BesideCodes, text);

    /// <summary>The cause that the words of a program or system name; null when they name none.</summary>
    public static string? FindWithoutCode(string text) => Find(WithoutCode, text);

    private static string? Find((string Key, Regex Words)[] table, string text) =>
        table.FirstOrDefault(row => row.Words.IsMatch(text)).Key;

    private static (string Key, Regex Words)[] Compile(params (string Key, string Words)[] table) =>
        [.. table.Select(
            row => (row.Key, new Regex(row.Words, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)))];
}

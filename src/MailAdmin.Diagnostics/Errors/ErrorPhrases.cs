using System.Text.RegularExpressions;

namespace MailAdmin.Diagnostics.Errors;

/// <summary>
/// Words that tell a cause more exactly than the code beside them: servers give one code, 550 5.7.1 above all, for many
/// causes.
/// </summary>
internal static partial class ErrorPhrases
{
    private static readonly (Regex Words, string Key)[] BesideCodes =
    [
        (AppPassword(), "AppPassword"),
        (Greylisted(), "Greylisted"),
        (Blocklisted(), "Blocklisted"),
        (RateLimited(), "RateLimited"),
        (Dmarc(), "Dmarc"),
        (Spf(), "Spf"),
        (ReverseDns(), "ReverseDns"),
        (RelayDenied(), "RelayDenied"),
        (Full(), "Full"),
        (UnknownUser(), "UnknownUser"),
    ];

    private static readonly (Regex Words, string Key)[] WithoutCode =
    [
        (LogonFailed(), "Phrase.LogonFailed"),
        (PlainOnTls(), "Phrase.PlainOnTls"),
        (CertificateInvalid(), "Phrase.CertificateInvalid"),
        (TlsFailed(), "Phrase.TlsFailed"),
        (Refused(), "Socket.ConnectionRefused"),
        (TryAgain(), "Socket.TryAgain"),
        (HostNotFound(), "Socket.HostNotFound"),
        (NetworkUnreachable(), "Socket.NetworkUnreachable"),
        (ConnectionReset(), "Socket.ConnectionReset"),
        (AlreadyInUse(), "Socket.AddressAlreadyInUse"),
        (TimedOut(), "Socket.TimedOut"),
    ];

    /// <summary>The cause that the words beside a refusal's code tell; null: none.</summary>
    public static string? FindBesideCode(string text) => Find(BesideCodes, text);

    /// <summary>The cause that the words of a program or system tell; null: none.</summary>
    public static string? FindWithoutCode(string text) => Find(WithoutCode, text);

    private static string? Find((Regex Words, string Key)[] table, string text) =>
        table.FirstOrDefault(row => row.Words.IsMatch(text)).Key;

    [GeneratedRegex("application-specific password|app(lication)? password|basic authentication is disabled|web login required|less secure app", RegexOptions.IgnoreCase)]
    private static partial Regex AppPassword();

    [GeneratedRegex("gr[ea]y-?list", RegexOptions.IgnoreCase)]
    private static partial Regex Greylisted();

    [GeneratedRegex("spamhaus|spamcop|barracuda|sorbs|dnsbl|\\brbl\\b|block ?list|black ?list|blocked using|sender reputation|poor reputation|banned sending ip", RegexOptions.IgnoreCase)]
    private static partial Regex Blocklisted();

    [GeneratedRegex("rate limit|too many (messages|connections|emails|recipients this)|sending limit|quota exceeded for sending|unusual rate|throttl", RegexOptions.IgnoreCase)]
    private static partial Regex RateLimited();

    [GeneratedRegex("\\bdmarc\\b", RegexOptions.IgnoreCase)]
    private static partial Regex Dmarc();

    [GeneratedRegex("\\bspf\\b|sender policy framework", RegexOptions.IgnoreCase)]
    private static partial Regex Spf();

    [GeneratedRegex("reverse (dns|hostname|lookup)|\\bptr\\b|cannot find your (reverse )?hostname", RegexOptions.IgnoreCase)]
    private static partial Regex ReverseDns();

    [GeneratedRegex("relay(ing)? (access )?(denied|not permitted|not allowed|prohibited)|unable to relay|not permitted to relay|we do not relay|attemptedsendingdenied", RegexOptions.IgnoreCase)]
    private static partial Regex RelayDenied();

    [GeneratedRegex("mailbox (is )?full|over ?quota|quota (is )?(full|exceeded)|exceeded (the )?storage|out of storage", RegexOptions.IgnoreCase)]
    private static partial Regex Full();

    [GeneratedRegex("user unknown|unknown user|no such (user|mailbox|recipient)|(user|recipient|mailbox|account) (was )?(not found|does not exist)|does not exist here|recipientnotfound", RegexOptions.IgnoreCase)]
    private static partial Regex UnknownUser();

    [GeneratedRegex("(authentication|logon|login) (failed|unsuccessful|failure|rejected)|(invalid|incorrect|bad|wrong) (credentials|password|user ?name)|username and password not accepted", RegexOptions.IgnoreCase)]
    private static partial Regex LogonFailed();

    [GeneratedRegex("cannot determine the frame size|unexpected packet format|wrong version number|corrupted frame|not (a )?tls record", RegexOptions.IgnoreCase)]
    private static partial Regex PlainOnTls();

    [GeneratedRegex("remote certificate|certificate (is |was )?(invalid|rejected|expired|not trusted|verify failed|has expired)|certificate_verify_failed|self[- ]signed certificate|RemoteCertificate(Name|Chain)", RegexOptions.IgnoreCase)]
    private static partial Regex CertificateInvalid();

    [GeneratedRegex("(tls|ssl)[^.]*(handshake|alert|failed|error|connection could not)|handshake fail|no shared cipher|protocol_version|authentication failed, see inner|no common algorithm", RegexOptions.IgnoreCase)]
    private static partial Regex TlsFailed();

    [GeneratedRegex("connection refused|actively refused|ECONNREFUSED|\\b10061\\b", RegexOptions.IgnoreCase)]
    private static partial Regex Refused();

    [GeneratedRegex("temporary failure in name resolution|temporary error occurred during (a )?hostname|\\b11002\\b", RegexOptions.IgnoreCase)]
    private static partial Regex TryAgain();

    [GeneratedRegex("no such host|name or service not known|nodename nor servname|could not resolve|host not found|ENOTFOUND|\\b11001\\b|\\b11004\\b", RegexOptions.IgnoreCase)]
    private static partial Regex HostNotFound();

    [GeneratedRegex("network (is )?unreachable|no route to host|unreachable (network|host)|ENETUNREACH|EHOSTUNREACH|\\b10051\\b|\\b10065\\b", RegexOptions.IgnoreCase)]
    private static partial Regex NetworkUnreachable();

    [GeneratedRegex("forcibly closed|connection (was )?(reset|aborted)|reset by peer|broken pipe|ECONNRESET|unexpectedly disconnected|transport connection|\\b10054\\b", RegexOptions.IgnoreCase)]
    private static partial Regex ConnectionReset();

    [GeneratedRegex("address already in use|only one usage of each socket|EADDRINUSE|\\b10048\\b", RegexOptions.IgnoreCase)]
    private static partial Regex AlreadyInUse();

    [GeneratedRegex("timed ?out|time-?out|did not properly respond|ETIMEDOUT|\\b10060\\b", RegexOptions.IgnoreCase)]
    private static partial Regex TimedOut();
}

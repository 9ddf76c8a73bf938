using System.Text.RegularExpressions;

namespace MailAdmin.Diagnostics.Errors;

/// <summary>
/// Words that name a cause more exactly than the code beside them: servers give one code, 550 5.7.1 above all, for many
/// causes.
/// </summary>
internal static class ErrorPhrases
{
    private static readonly (Regex Words, string Key)[] BesideCodes =
    [
        (
            Words(
                "application-specific password|app(lication)? password|basic authentication is disabled",
                "web login required|less secure app"),
            "AppPassword"),
        (Words("gr[ea]y-?list"), "Greylisted"),
        (
            Words(
                @"spamhaus|spamcop|barracuda|sorbs|dnsbl|\brbl\b|block ?list|black ?list|blocked using",
                "sender reputation|poor reputation|banned sending ip"),
            "Blocklisted"),
        (
            Words(
                "rate limit|too many (messages|connections|emails|recipients this)|sending limit",
                "quota exceeded for sending|unusual rate|throttl"),
            "RateLimited"),
        (Words(@"\bdmarc\b"), "Dmarc"),
        (Words(@"\bspf\b|sender policy framework"), "Spf"),
        (Words(@"reverse (dns|hostname|lookup)|\bptr\b|cannot find your (reverse )?hostname"), "ReverseDns"),
        (
            Words(
                "relay(ing)? (access )?(denied|not permitted|not allowed|prohibited)|unable to relay",
                "not permitted to relay|we do not relay|attemptedsendingdenied"),
            "RelayDenied"),
        (
            Words("mailbox (is )?full|over ?quota|quota (is )?(full|exceeded)|exceeded (the )?storage|out of storage"),
            "Full"),
        (
            Words(
                "user unknown|unknown user|no such (user|mailbox|recipient)",
                "(user|recipient|mailbox|account) (was )?(not found|does not exist)",
                "does not exist here|recipientnotfound"),
            "UnknownUser"),
    ];

    private static readonly (Regex Words, string Key)[] WithoutCode =
    [
        (
            Words(
                "(authentication|logon|login) (failed|unsuccessful|failure|rejected)",
                "(invalid|incorrect|bad|wrong) (credentials|password|user ?name)",
                "username and password not accepted"),
            "Phrase.LogonFailed"),
        (
            Words(
                "cannot determine the frame size|unexpected packet format|wrong version number",
                "corrupted frame|not (a )?tls record"),
            "Phrase.PlainOnTls"),
        (
            Words(
                "remote certificate",
                "certificate (is |was )?(invalid|rejected|expired|not trusted|verify failed|has expired)",
                "certificate_verify_failed|self[- ]signed certificate|RemoteCertificate(Name|Chain)"),
            "Phrase.CertificateInvalid"),
        (
            Words(
                "(tls|ssl)[^.]*(handshake|alert|failed|error|connection could not)|handshake fail",
                "no shared cipher|protocol_version|authentication failed, see inner|no common algorithm"),
            "Phrase.TlsFailed"),
        (Words(@"connection refused|actively refused|ECONNREFUSED|\b10061\b"), "Socket.ConnectionRefused"),
        (
            Words(@"temporary failure in name resolution|temporary error occurred during (a )?hostname|\b11002\b"),
            "Socket.TryAgain"),
        (
            Words(
                "no such host|name or service not known|nodename nor servname|could not resolve|host not found",
                @"ENOTFOUND|\b11001\b|\b11004\b"),
            "Socket.HostNotFound"),
        (
            Words(
                "network (is )?unreachable|no route to host|unreachable (network|host)",
                @"ENETUNREACH|EHOSTUNREACH|\b10051\b|\b10065\b"),
            "Socket.NetworkUnreachable"),
        (
            Words(
                "forcibly closed|connection (was )?(reset|aborted)|reset by peer|broken pipe|ECONNRESET",
                @"unexpectedly disconnected|transport connection|\b10054\b"),
            "Socket.ConnectionReset"),
        (
            Words(@"address already in use|only one usage of each socket|EADDRINUSE|\b10048\b"),
            "Socket.AddressAlreadyInUse"),
        (Words(@"timed ?out|time-?out|did not properly respond|ETIMEDOUT|\b10060\b"), "Socket.TimedOut"),
    ];

    /// <summary>The cause that the words beside a refusal's code name; null when they name none.</summary>
    public static string? FindBesideCode(string text) => Find(BesideCodes, text);

    /// <summary>The cause that the words of a program or system name; null when they name none.</summary>
    public static string? FindWithoutCode(string text) => Find(WithoutCode, text);

    private static string? Find((Regex Words, string Key)[] table, string text) =>
        table.FirstOrDefault(row => row.Words.IsMatch(text)).Key;

    private static Regex Words(params string[] alternatives) =>
        new(string.Join('|', alternatives), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}

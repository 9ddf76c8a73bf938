using System.Globalization;
using System.Text.RegularExpressions;

namespace MailAdmin.Diagnostics.Replies;

/// <summary>
/// Reads the codes in a line of a server: the enhanced status code of SMTP (RFC 3463 §2) and the response code in
/// brackets of POP3 (RFC 2449 §8) and IMAP (RFC 3501 §7.1), and the words that servers use where there is no code.
/// An answer may have several lines: the last one has the code that counts, any may have the words.
/// </summary>
internal static partial class ServerReply
{
    /// <summary>Whether the server says no.</summary>
    public static bool IsRefusal(MailProtocol protocol, string line) => protocol switch
    {
        MailProtocol.Pop3 => line.StartsWith("-ERR", StringComparison.OrdinalIgnoreCase),
        MailProtocol.Imap => line.StartsWith("* BYE", StringComparison.OrdinalIgnoreCase),
        _ => ReplyCode(line) is < 200 or >= 300,
    };

    /// <summary>The reply code of SMTP; 0: there is none.</summary>
    public static int ReplyCode(string answer)
    {
        ReadOnlySpan<char> line = LastLine(answer);
        return line.Length >= 3 && int.TryParse(line[..3], NumberStyles.None, CultureInfo.InvariantCulture, out int code) ? code : 0;
    }

    /// <summary>The enhanced status code, as 5.7.8; empty: there is none.</summary>
    public static string EnhancedCode(string answer) => EnhancedCodePattern().Match(LastLine(answer).ToString()).Groups[1].Value;

    /// <summary>The response code in capitals, without its arguments; empty: there is none.</summary>
    public static string ResponseCode(string answer) => ResponseCodePattern().Match(LastLine(answer).ToString()).Groups[1].Value.ToUpperInvariant();

    public static bool MentionsBlocklist(string answer) => BlocklistWords().IsMatch(answer);

    public static bool MentionsAppPassword(string answer) => AppPasswordWords().IsMatch(answer);

    public static bool MentionsMechanism(string answer) => MechanismWords().IsMatch(answer);

    public static bool MentionsDisabledProtocol(string answer) => DisabledProtocolWords().IsMatch(answer);

    public static bool MentionsDisabledAccount(string answer) => DisabledAccountWords().IsMatch(answer);

    public static bool MentionsLock(string answer) => LockWords().IsMatch(answer);

    public static bool MentionsMailboxInUse(string answer) => InUseWords().IsMatch(answer);

    public static bool MentionsTls(string answer) => TlsWords().IsMatch(answer);

    /// <summary>The answer as it is shown in a sentence.</summary>
    public static string OneLine(string answer) => answer.Replace('\n', ' ');

    private static ReadOnlySpan<char> LastLine(string answer) => answer.AsSpan(answer.LastIndexOf('\n') + 1);

    [GeneratedRegex(@"^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b")]
    private static partial Regex EnhancedCodePattern();

    [GeneratedRegex(@"^(?:-ERR|\S+ (?:NO|BAD|BYE|OK)) \[([^\] ]+)", RegexOptions.IgnoreCase)]
    private static partial Regex ResponseCodePattern();

    [GeneratedRegex("block(ed|list|ed using)|black ?list|dnsbl|rbl|spamhaus|reputation|banned", RegexOptions.IgnoreCase)]
    private static partial Regex BlocklistWords();

    // Google: "Application-specific password required"; Yahoo, iCloud: "app password", "app-specific password".
    [GeneratedRegex("app(lication)?[- ]?(specific)?[- ]?password|web login required|basic authentication is disabled", RegexOptions.IgnoreCase)]
    private static partial Regex AppPasswordWords();

    // Dovecot: "Unsupported authentication mechanism", to USER and LOGIN too.
    [GeneratedRegex("(unsupported|unknown|unrecognized) (authentication |auth )?(mechanism|type|method)|mechanism (is )?not (supported|available)", RegexOptions.IgnoreCase)]
    private static partial Regex MechanismWords();

    [GeneratedRegex(
        @"(imap|pop3?|smtp|submission|protocol)( (access|client|authentication|service))*( is)? (disabled|not (enabled|allowed|permitted|available))|not (enabled|allowed|permitted) (for|to use) (imap|pop|smtp|this protocol|the protocol)|may not use|smtpclientauthentication is disabled",
        RegexOptions.IgnoreCase)]
    private static partial Regex DisabledProtocolWords();

    [GeneratedRegex("(account|user|mailbox|domain)( \\S+)?( is| has been| was)? (disabled|suspended|deactivated|inactive|closed|expired)|disabled (account|user)", RegexOptions.IgnoreCase)]
    private static partial Regex DisabledAccountWords();

    [GeneratedRegex("locked|too many|temporarily (blocked|banned)|rate limit|try again (later|in)", RegexOptions.IgnoreCase)]
    private static partial Regex LockWords();

    [GeneratedRegex("in use|is locked by|maildrop (is )?(already )?locked|mailbox (is )?(already )?locked|unable to lock|lock busy", RegexOptions.IgnoreCase)]
    private static partial Regex InUseWords();

    [GeneratedRegex("starttls|stls|encryption (is )?required|(tls|ssl|encryption) (is )?(required|first)|secure connection|plaintext", RegexOptions.IgnoreCase)]
    private static partial Regex TlsWords();
}

using System.Text.RegularExpressions;

namespace MailAdmin.Diagnostics.Replies;

/// <summary>The words by which servers give a cause where they have no code for it.</summary>
internal static class ReplyWords
{
    public static readonly Regex Blocklist =
        Words("block(ed|list|ed using)|black ?list|dnsbl|rbl|spamhaus|reputation|banned");

    // Google: "Application-specific password required"; Yahoo, iCloud: "app password", "app-specific password".
    public static readonly Regex AppPassword =
        Words("app(lication)?[- ]?(specific)?[- ]?password|web login required|basic authentication is disabled");

    // Servers that advertise LOGINDISABLED say so again to a client that sends LOGIN. RFC 9051 §6.2.3
    public static readonly Regex LoginDisabled = Words(
        "(?<!(account|user) )log[io]n ?(command |method )?(is |has been )?(disabled|not (allowed|permitted))(?! for)",
        "log[io]n only available under a layer");

    // Dovecot: "Unsupported authentication mechanism", to USER and LOGIN too.
    public static readonly Regex Mechanism = Words(
        "(unsupported|unknown|unrecognized) (authentication |auth )?(mechanism|type|method)",
        "mechanism (is )?not (supported|available)");

    public static readonly Regex ProtocolDisabled = Words(
        "(imap|pop3?|smtp|submission|protocol)( (access|client|authentication|service|login|logon))*( is)? "
            + "(disabled|not (enabled|allowed|permitted|available))",
        "not (enabled|allowed|permitted) (for|to use) (imap|pop|smtp|this protocol|the protocol)",
        "may not use",
        "smtpclientauthentication is disabled");

    public static readonly Regex AccountDisabled = Words(
        @"(account|user|mailbox|domain)( \S+)?( is| has been| was)? "
            + "(disabled|suspended|deactivated|inactive|closed|expired)",
        "disabled (account|user)");

    public static readonly Regex AccountLocked =
        Words("locked|too many|temporarily (blocked|banned)|rate limit|try again (later|in)");

    public static readonly Regex MailboxInUse = Words(
        "in use|is locked by|maildrop (is )?(already )?locked|mailbox (is )?(already )?locked",
        "unable to lock|lock busy");

    public static readonly Regex NeedsTls = Words(
        "starttls|stls|encryption (is )?required|(tls|ssl|encryption) (is )?(required|first)",
        "secure connection|plaintext");

    private static Regex Words(params string[] alternatives) =>
        new(string.Join('|', alternatives), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}

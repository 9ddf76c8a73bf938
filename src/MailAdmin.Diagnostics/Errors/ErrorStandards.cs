namespace MailAdmin.Diagnostics.Errors;

/// <summary>Where the codes are defined.</summary>
internal static class ErrorStandards
{
    public const string Pop3Extended = "RFC 2449 §8.1";
    public const string Pop3Causes = "RFC 3206";
    public const string Pop3 = "RFC 1939 §3";
    public const string Imap = "RFC 9051 §7.1";
    public const string ImapExtended = "RFC 5530 §3";

    /// <summary>An enhanced status code. RFC 5248 is the registry, RFC 3463 the first list.</summary>
    public static string OfEnhanced(int subject, int detail) => (subject, detail) switch
    {
        (1, 9) => "RFC 3886 §3.3.4",
        (1, 10) or (7, 27) => "RFC 7505 §4",
        (3, 6) or (7, 15 or 16) => "RFC 6710",
        (5, 6) or (7, 8 or 9 or 10 or 11 or 12) => "RFC 4954 §6, RFC 5248",
        (6, 7 or 8 or 9) => "RFC 6531 §3.5",
        (7, >= 20 and <= 26) => "RFC 7372 §3",
        (7, 30) => "RFC 8689 §5",
        (7, > 12) or (4, 8) or (6, > 5) => "RFC 5248",
        _ => $"RFC 3463 §3.{subject + 1}",
    };

    /// <summary>A basic SMTP code.</summary>
    public static string OfBasic(int code) => code switch
    {
        432 or 454 or 530 or 534 or 535 or 538 => "RFC 4954 §6",
        521 or 556 => "RFC 7504 §4",
        _ => "RFC 5321 §4.2.3",
    };

    public static string OfImap(string code) => code switch
    {
        "HASCHILDREN" or "ALERT" or "BADCHARSET" or "TRYCREATE" or "READ-ONLY" => Imap,
        "TOOBIG" => "RFC 7889 §4",
        _ => ImapExtended,
    };

    public static string OfPop3(string code) => code is "IN-USE" or "LOGIN-DELAY" ? Pop3Extended : Pop3Causes;
}

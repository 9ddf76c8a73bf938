using System.Globalization;
using System.Text.RegularExpressions;

namespace MailAdmin.Diagnostics.Replies;

/// <summary>
/// Reads the codes in a reply: the enhanced status code of SMTP (RFC 3463 §2) and the response code in brackets of POP3
/// (RFC 2449 §8) and IMAP (RFC 3501 §7.1). Of a reply of several lines the last one has the code that counts.
/// </summary>
internal static partial class ServerReply
{
    /// <summary>Whether a greeting refuses the client.</summary>
    public static bool IsRefusal(MailProtocol protocol, string line) => protocol switch
    {
        MailProtocol.Pop3 => line.StartsWith("-ERR", StringComparison.OrdinalIgnoreCase),
        MailProtocol.Imap => line.StartsWith("* BYE", StringComparison.OrdinalIgnoreCase),
        _ => Code(line) is < 200 or >= 300,
    };

    /// <summary>The outcome when a greeting refuses the client.</summary>
    public static CheckOutcome RefusedGreeting(string line) => CheckOutcome.Fail(
        ReplyWords.Blocklist.IsMatch(line) ? MailTestCode.Blocklisted : MailTestCode.ServerBusy,
        ("answer", SafeText.Ascii(line)));

    /// <summary>The reply code of SMTP; 0 when there is none.</summary>
    public static int Code(string reply)
    {
        string line = LastLine(reply);
        return line.Length >= 3
            && int.TryParse(line[..3], NumberStyles.None, CultureInfo.InvariantCulture, out int code)
            ? code
            : 0;
    }

    /// <summary>The enhanced status code, such as 5.7.8; empty when there is none.</summary>
    public static string EnhancedCode(string reply) => EnhancedCodePattern().Match(LastLine(reply)).Groups[1].Value;

    /// <summary>The response code in capitals, without its arguments; empty when there is none.</summary>
    public static string ResponseCode(string reply) =>
        ResponseCodePattern().Match(LastLine(reply)).Groups[1].Value.ToUpperInvariant();

    /// <summary>The reply as it is shown in a sentence.</summary>
    public static string OneLine(string reply) => reply.Replace('\n', ' ');

    private static string LastLine(string reply) => reply[(reply.LastIndexOf('\n') + 1)..];

    [GeneratedRegex(@"^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b")]
    private static partial Regex EnhancedCodePattern();

    [GeneratedRegex(@"^(?:-ERR|\S+ (?:NO|BAD|BYE|OK)) \[([^\] ]+)", RegexOptions.IgnoreCase)]
    private static partial Regex ResponseCodePattern();
}

using System.Text.RegularExpressions;

namespace MailAdmin.Diagnostics.Replies;

/// <summary>
/// What a server means when it refuses a logon. Unambiguous codes come first, then the words of servers that have no
/// better code, then the general codes. SMTP: RFC 4954 §6, RFC 5248, RFC 7372; POP3: RFC 2449 §8.1, RFC 3206;
/// IMAP: RFC 5530 §3.
/// </summary>
internal static class LogonRefusal
{
    private static readonly (Regex Words, string Code)[] ByWords =
    [
        (ReplyWords.AppPassword, MailTestCode.AppPasswordRequired),
        (ReplyWords.Mechanism, MailTestCode.LogonMechanismUnsupported),
        (ReplyWords.MailboxInUse, MailTestCode.MailboxLocked),
        (ReplyWords.ProtocolDisabled, MailTestCode.ProtocolDisabled),
        (ReplyWords.LoginDisabled, MailTestCode.LogonNeedsTls),
        (ReplyWords.AccountDisabled, MailTestCode.AccountDisabled),
        (ReplyWords.AccountLocked, MailTestCode.AccountLocked),
        (ReplyWords.NeedsTls, MailTestCode.LogonNeedsTls),
    ];

    /// <summary>The cause of a refusal.</summary>
    /// <param name="protocol">The protocol of the connection.</param>
    /// <param name="reply">The whole reply.</param>
    /// <param name="isInsideTls">Whether the password was sent inside TLS.</param>
    public static CheckOutcome Explain(MailProtocol protocol, string reply, bool isInsideTls)
    {
        string code = CodeOf(protocol, reply);
        if (isInsideTls && code == MailTestCode.LogonNeedsTls && ReplyWords.LoginDisabled.IsMatch(reply))
        {
            // It wants no password here, and TLS would not change that.
            return CheckOutcome.Fail(
                MailTestCode.LogonMechanismUnsupported, "LoginDisabled", ("answer", ServerReply.OneLine(reply)));
        }

        string variant = code == MailTestCode.MailboxLocked && protocol == MailProtocol.Pop3 ? "Pop3" : "";
        return CheckOutcome.Fail(code, variant, ("answer", ServerReply.OneLine(reply)));
    }

    private static string CodeOf(MailProtocol protocol, string reply) =>
        (protocol is MailProtocol.Pop3 or MailProtocol.Imap
            ? ByResponseCode(ServerReply.ResponseCode(reply))
            : ByReplyCode(ServerReply.Code(reply), ServerReply.EnhancedCode(reply)))
        ?? ByWords.FirstOrDefault(row => row.Words.IsMatch(reply) && IsPossible(row.Code, protocol)).Code
        ?? InGeneral(ServerReply.Code(reply), ServerReply.ResponseCode(reply));

    private static string? ByResponseCode(string code) => code switch
    {
        "IN-USE" or "INUSE" => MailTestCode.MailboxLocked,
        "PRIVACYREQUIRED" => MailTestCode.LogonNeedsTls,
        "CONTACTADMIN" => MailTestCode.AccountDisabled,
        _ => null,
    };

    private static string? ByReplyCode(int reply, string enhanced) => (reply, enhanced) switch
    {
        (_, "5.7.11") or (538, _) => MailTestCode.LogonNeedsTls,
        (_, "5.7.13") or (525, _) => MailTestCode.AccountDisabled,
        (504, _) or (_, "5.5.4" or "5.7.4") => MailTestCode.LogonMechanismUnsupported,
        _ => null,
    };

    // Only POP3 locks the mailbox at the logon.
    private static bool IsPossible(string code, MailProtocol protocol) =>
        code != MailTestCode.MailboxLocked || protocol == MailProtocol.Pop3;

    private static string InGeneral(int reply, string responseCode) => (reply, responseCode) switch
    {
        (>= 400 and < 500, _) or (_, "UNAVAILABLE" or "SYS/TEMP" or "SERVERBUG" or "LIMIT" or "LOGIN-DELAY") =>
            MailTestCode.ServerBusy,
        (_, "AUTHORIZATIONFAILED") => MailTestCode.ProtocolDisabled,
        (502 or 503 or 534, _) => MailTestCode.LogonMechanismUnsupported,
        _ => MailTestCode.LogonFailed,
    };
}

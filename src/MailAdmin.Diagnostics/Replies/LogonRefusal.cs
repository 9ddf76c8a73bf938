namespace MailAdmin.Diagnostics.Replies;

/// <summary>
/// What a server means when it refuses a logon. Codes that leave no doubt come first, then the words of servers that
/// have no better code, then the general codes. SMTP: RFC 4954 §6, RFC 5248, RFC 7372; POP3: RFC 2449 §8.1, RFC 3206;
/// IMAP: RFC 5530 §3.
/// </summary>
internal static class LogonRefusal
{
    public static CheckOutcome Explain(MailProtocol protocol, string answer) =>
        CheckOutcome.Fail(CodeOf(protocol, answer), "", ("answer", ServerReply.OneLine(answer)));

    private static string CodeOf(MailProtocol protocol, string answer)
    {
        string code = protocol is MailProtocol.Pop3 or MailProtocol.Imap
            ? ByResponseCode(ServerReply.ResponseCode(answer))
            : ByReply(ServerReply.ReplyCode(answer), ServerReply.EnhancedCode(answer));
        if (code.Length > 0)
        {
            return code;
        }

        code = ByWords(protocol, answer);
        return code.Length > 0 ? code : InGeneral(ServerReply.ReplyCode(answer), ServerReply.ResponseCode(answer));
    }

    private static string ByResponseCode(string code) => code switch
    {
        "IN-USE" or "INUSE" => MailTestCode.MailboxLocked,
        "PRIVACYREQUIRED" => MailTestCode.LogonNeedsTls,
        "CONTACTADMIN" => MailTestCode.AccountDisabled,
        _ => "",
    };

    private static string ByReply(int reply, string enhanced) => (reply, enhanced) switch
    {
        (_, "5.7.11") or (538, _) => MailTestCode.LogonNeedsTls,
        (_, "5.7.13") or (525, _) => MailTestCode.AccountDisabled,
        (504, _) or (_, "5.5.4" or "5.7.4") => MailTestCode.LogonMechanismUnsupported,
        _ => "",
    };

    private static string ByWords(MailProtocol protocol, string answer)
    {
        if (ServerReply.MentionsAppPassword(answer))
        {
            return MailTestCode.AppPasswordRequired;
        }

        if (ServerReply.MentionsMechanism(answer))
        {
            return MailTestCode.LogonMechanismUnsupported;
        }

        if (protocol == MailProtocol.Pop3 && ServerReply.MentionsMailboxInUse(answer))
        {
            return MailTestCode.MailboxLocked;
        }

        if (ServerReply.MentionsDisabledProtocol(answer))
        {
            return MailTestCode.ProtocolDisabled;
        }

        if (ServerReply.MentionsDisabledAccount(answer))
        {
            return MailTestCode.AccountDisabled;
        }

        if (ServerReply.MentionsLock(answer))
        {
            return MailTestCode.AccountLocked;
        }

        return ServerReply.MentionsTls(answer) ? MailTestCode.LogonNeedsTls : "";
    }

    private static string InGeneral(int reply, string responseCode) => (reply, responseCode) switch
    {
        (>= 400 and < 500, _) or (_, "UNAVAILABLE" or "SYS/TEMP" or "SERVERBUG" or "LIMIT" or "LOGIN-DELAY") => MailTestCode.ServerBusy,
        (_, "AUTHORIZATIONFAILED") => MailTestCode.ProtocolDisabled,
        (502 or 503 or 534, _) => MailTestCode.LogonMechanismUnsupported,
        _ => MailTestCode.LogonFailed,
    };
}

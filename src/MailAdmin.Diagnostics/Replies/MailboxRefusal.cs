namespace MailAdmin.Diagnostics.Replies;

/// <summary>What an IMAP server means when it does not open a mailbox. RFC 5530 §3</summary>
internal static class MailboxRefusal
{
    public static CheckOutcome Explain(string answer)
    {
        string code = ServerReply.ResponseCode(answer) switch
        {
            "INUSE" => MailTestCode.MailboxLocked,
            "OVERQUOTA" => MailTestCode.MailboxFull,
            "NOPERM" or "AUTHORIZATIONFAILED" => MailTestCode.ProtocolDisabled,
            _ => ServerReply.MentionsMailboxInUse(answer) ? MailTestCode.MailboxLocked : MailTestCode.ServerBusy,
        };
        return CheckOutcome.Fail(code, code == MailTestCode.MailboxFull ? "Refused" : "", ("answer", ServerReply.OneLine(answer)));
    }
}

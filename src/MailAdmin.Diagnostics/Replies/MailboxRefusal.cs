namespace MailAdmin.Diagnostics.Replies;

/// <summary>What an IMAP server means when it does not open a mailbox. RFC 5530 §3</summary>
internal static class MailboxRefusal
{
    public static CheckOutcome Explain(string text)
    {
        string code = ServerReply.ResponseCode(text) switch
        {
            "INUSE" => MailTestCode.MailboxLocked,
            "OVERQUOTA" => MailTestCode.MailboxFull,
            "NOPERM" or "AUTHORIZATIONFAILED" => MailTestCode.ProtocolDisabled,
            _ => ReplyWords.MailboxInUse.IsMatch(text) ? MailTestCode.MailboxLocked : MailTestCode.ServerBusy,
        };
        string variant = code == MailTestCode.MailboxFull ? "Refused" : "";
        return CheckOutcome.Fail(code, variant, ("answer", ServerReply.OneLine(text)));
    }
}

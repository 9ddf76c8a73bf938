namespace MailAdmin.Diagnostics.Replies;

/// <summary>What an IMAP or POP3 server means when it does not open a mailbox. RFC 5530 §3, RFC 2449 §8.1.1</summary>
internal static class MailboxRefusal
{
    public static CheckOutcome Explain(string text)
    {
        string code = ServerReply.ResponseCode(text) switch
        {
            "INUSE" or "IN-USE" => MailTestCode.MailboxLocked,
            "OVERQUOTA" => MailTestCode.MailboxFull,
            "NOPERM" or "AUTHORIZATIONFAILED" => MailTestCode.ProtocolDisabled,
            _ => ReplyWords.MailboxInUse.IsMatch(text) ? MailTestCode.MailboxLocked : MailTestCode.ServerBusy,
        };
        string variant = code switch
        {
            MailTestCode.MailboxFull => "Refused",
            // A POP3 server refuses so with -ERR; only there a mailbox is open once at a time. RFC 1939 §8
            MailTestCode.MailboxLocked when text.StartsWith("-ERR", StringComparison.OrdinalIgnoreCase) => "Pop3",
            _ => "",
        };
        return CheckOutcome.Fail(code, variant, ("answer", ServerReply.OneLine(text)));
    }
}

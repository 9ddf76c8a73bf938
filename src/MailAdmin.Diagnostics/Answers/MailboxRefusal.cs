using MailAdmin.Diagnostics.Checks;

namespace MailAdmin.Diagnostics.Answers;

/// <summary>What an IMAP server means when it does not open a mailbox. RFC 5530 §3</summary>
internal static class MailboxRefusal
{
    public static CheckOutcome Explain(string answer)
    {
        string code = ServerAnswer.ResponseCode(answer) switch
        {
            "INUSE" => MailTestCode.MailboxLocked,
            "OVERQUOTA" => MailTestCode.MailboxFull,
            "NOPERM" or "AUTHORIZATIONFAILED" => MailTestCode.ProtocolDisabled,
            _ => ServerAnswer.MentionsMailboxInUse(answer) ? MailTestCode.MailboxLocked : MailTestCode.ServerBusy,
        };
        return CheckOutcome.Fail(code, code == MailTestCode.MailboxFull ? "Refused" : "", ("answer", ServerAnswer.OneLine(answer)));
    }
}

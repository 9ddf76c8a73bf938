namespace MailAdmin.Diagnostics.Replies;

/// <summary>What an SMTP server means when it refuses a sender or a recipient. RFC 3463 §3, RFC 5321 §4.2.3, RFC 6710</summary>
internal static class DeliveryRefusal
{
    public static CheckOutcome Explain(int reply, string answer)
    {
        string code = (reply, ServerReply.EnhancedCode(answer)) switch
        {
            (_, "4.2.2" or "5.2.2") or (552, _) => MailTestCode.MailboxFull,
            (_, "5.2.1" or "4.2.1") => MailTestCode.AccountDisabled,
            (_, "5.1.1" or "5.1.2" or "5.1.6" or "5.1.10") => MailTestCode.RecipientNotFound,
            (530, _) => MailTestCode.LogonNeedsTls,
            (>= 500, _) when MentionsUnknownUser(answer) => MailTestCode.RecipientNotFound,
            (_, "5.7.1") or (551, _) => ServerReply.MentionsBlocklist(answer) ? MailTestCode.Blocklisted : MailTestCode.RelayDenied,
            (450 or 451, "4.7.1" or "4.7.0" or "4.2.0") => MailTestCode.Greylisted,
            (>= 400 and < 500, _) => MentionsGreylisting(answer) ? MailTestCode.Greylisted : MailTestCode.ServerBusy,
            (550, _) => ServerReply.MentionsBlocklist(answer) ? MailTestCode.Blocklisted : MailTestCode.RecipientNotFound,
            _ => MailTestCode.RelayDenied,
        };
        return CheckOutcome.Fail(code, code is MailTestCode.MailboxFull or MailTestCode.AccountDisabled ? "Refused" : "", ("answer", ServerReply.OneLine(answer)));
    }

    // Policy services of Postfix, as Dovecot's of quotas, refuse an unknown user with the general 5.7.1.
    private static bool MentionsUnknownUser(string answer) =>
        answer.Contains("unknown user", StringComparison.OrdinalIgnoreCase) || answer.Contains("user unknown", StringComparison.OrdinalIgnoreCase);

    private static bool MentionsGreylisting(string answer) =>
        answer.Contains("greylist", StringComparison.OrdinalIgnoreCase) || answer.Contains("graylist", StringComparison.OrdinalIgnoreCase);
}

namespace MailAdmin.Diagnostics.Replies;

/// <summary>Explains the refusal of a sender or recipient. RFC 3463 §3, RFC 5321 §4.2.3, RFC 6710</summary>
internal static class DeliveryRefusal
{
    public static CheckOutcome Explain(int reply, string text)
    {
        string code = (reply, ServerReply.EnhancedCode(text)) switch
        {
            (_, "4.2.2" or "5.2.2") or (552, _) => MailTestCode.MailboxFull,
            (_, "5.2.1" or "4.2.1") => MailTestCode.AccountDisabled,
            (_, "5.1.1" or "5.1.2" or "5.1.6" or "5.1.10") => MailTestCode.RecipientNotFound,
            // "Must issue a STARTTLS command first" (RFC 3207 §4) or "Authentication required" (RFC 4954 §6).
            (530, _) => ReplyWords.NeedsTls.IsMatch(text) ? MailTestCode.LogonNeedsTls : MailTestCode.RelayDenied,
            // Policy services of Postfix, such as Dovecot's quota service, refuse an unknown user with 5.7.1.
            (>= 500, _) when Has(text, "unknown user") || Has(text, "user unknown") => MailTestCode.RecipientNotFound,
            (_, "5.7.2") => MailTestCode.RelayDenied,
            (_, "5.7.1") or (551, _) =>
                ReplyWords.Blocklist.IsMatch(text) ? MailTestCode.Blocklisted : MailTestCode.RelayDenied,
            (450 or 451, "4.7.1" or "4.7.0" or "4.2.0") => MailTestCode.Greylisted,
            (>= 400 and < 500, _) =>
                Has(text, "greylist") || Has(text, "graylist") ? MailTestCode.Greylisted : MailTestCode.ServerBusy,
            (550, _) => ReplyWords.Blocklist.IsMatch(text) ? MailTestCode.Blocklisted : MailTestCode.RecipientNotFound,
            _ => MailTestCode.RelayDenied,
        };
        string variant = code is MailTestCode.MailboxFull or MailTestCode.AccountDisabled ? "Refused" : "";
        return CheckOutcome.Fail(code, variant, ("answer", ServerReply.OneLine(text)));
    }

    private static bool Has(string text, string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);
}

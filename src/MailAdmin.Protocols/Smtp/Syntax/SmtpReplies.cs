namespace MailAdmin.Protocols.Smtp.Syntax;

/// <summary>Every reply whose text is fixed. RFC 5321 §4.2.3; RFC 3463; RFC 5248 (registry of enhanced codes)</summary>
internal static class SmtpReplies
{
    public static SmtpReply Ok { get; } = new(250, "2.0.0", "OK");

    public static SmtpReply Bye { get; } = new(221, "2.0.0", "Goodbye", SmtpAction.Close);

    public static SmtpReply SenderOk { get; } = new(250, "2.1.0", "Sender OK");

    public static SmtpReply RecipientOk { get; } = new(250, "2.1.5", "Recipient OK");

    public static SmtpReply CannotVerify { get; } =
        new(252, "2.5.2", "Send a message and see; addresses are not verified here");

    public static SmtpReply StartMailInput { get; } =
        SmtpReply.Plain(354, "Send the message, end it with <CRLF>.<CRLF>");

    public static SmtpReply ReadyForTls { get; } = new(220, "2.0.0", "Ready to start TLS", SmtpAction.StartTls);

    public static SmtpReply LoggedOn { get; } = new(235, "2.7.0", "Authentication succeeded");

    public static SmtpReply UnknownCommand { get; } = new(500, "5.5.2", "Command not recognized");

    public static SmtpReply LineTooLong { get; } = new(500, "5.5.2", "Line too long");

    public static SmtpReply BareLineBreak { get; } =
        new(500, "5.5.2", "Lines end with CRLF; CR, LF and NUL have no other use");

    public static SmtpReply BadParameters { get; } = new(501, "5.5.4", "Syntax error in the parameters");

    public static SmtpReply NoParameters { get; } = new(501, "5.5.4", "This command takes no parameters");

    /// <summary>Where the next command begins is unknown, so the connection ends. RFC 5321 §3.8</summary>
    public static SmtpReply BadChunkSize { get; } =
        new(421, "4.5.4", "BDAT needs a size; closing the connection", SmtpAction.Close);

    public static SmtpReply BadSenderSyntax { get; } = new(501, "5.1.7", "Bad sender address syntax");

    public static SmtpReply BadRecipientSyntax { get; } = new(501, "5.1.3", "Bad recipient address syntax");

    public static SmtpReply NotImplemented { get; } = new(502, "5.5.1", "Command not implemented");

    public static SmtpReply BadSequence { get; } = new(503, "5.5.1", "Bad sequence of commands");

    public static SmtpReply HelloRequired { get; } = new(503, "5.5.1", "Send EHLO or HELO first");

    public static SmtpReply AlreadyEncrypted { get; } = new(503, "5.5.1", "TLS is active already");

    public static SmtpReply AlreadyLoggedOn { get; } = new(503, "5.5.1", "Already authenticated");

    public static SmtpReply UnknownMechanism { get; } = new(504, "5.5.4", "Authentication mechanism not offered");

    public static SmtpReply UnknownParameter { get; } =
        new(555, "5.5.4", "Parameter not recognized or not implemented");

    public static SmtpReply AuthenticationRequired { get; } = new(530, "5.7.0", "Authentication required");

    public static SmtpReply StartTlsFirst { get; } = new(530, "5.7.0", "Must issue a STARTTLS command first");

    public static SmtpReply EncryptionRequired { get; } =
        new(538, "5.7.11", "Encryption required for authentication; issue STARTTLS first");

    public static SmtpReply NotAuthorized { get; } = new(535, "5.7.8", "You may log on as yourself only");

    public static SmtpReply AuthenticationCancelled { get; } = new(501, "5.7.0", "Authentication cancelled");

    public static SmtpReply AuthenticationMalformed { get; } = new(501, "5.5.2", "Invalid authentication response");

    public static SmtpReply AuthenticationLineTooLong { get; } = new(500, "5.5.6", "Authentication line too long");

    public static SmtpReply NeedsUtf8 { get; } = new(553, "5.6.7", "A non-ASCII address needs SMTPUTF8");

    public static SmtpReply LiteralSender { get; } =
        new(553, "5.1.7", "A sender at an address literal is not accepted here");

    public static SmtpReply TooManyRecipients { get; } =
        new(452, "4.5.3", "Too many recipients; send the rest in another transaction");

    public static SmtpReply NoRecipients { get; } = new(554, "5.5.1", "No valid recipients");

    public static SmtpReply BareLineBreakInMessage { get; } =
        new(550, "5.6.11", "Message contains a bare CR or LF; lines end with CRLF");

    public static SmtpReply NulInMessage { get; } = new(550, "5.6.0", "Message contains a NUL byte");

    public static SmtpReply EarlyTalker { get; } = new(554, "5.5.1", "You spoke before the greeting", SmtpAction.Close);

    public static SmtpReply HeldTooLong { get; } = new(554, "5.5.4", "The message cannot be held that long");

    public static SmtpReply DataAfterBinaryMime { get; } = new(503, "5.5.1", "BODY=BINARYMIME needs BDAT");

    public static SmtpReply BinaryForMailbox { get; } =
        new(554, "5.6.3", "The mailbox cannot store binary data; send it in BASE64");

    public static SmtpReply HeaderTooLarge { get; } = new(552, "5.3.4", "The header of the message is too large");

    public static SmtpReply ClaimedSender { get; } =
        new(550, "5.7.1", "Mail with a sender of this server must be submitted with a logon");

    public static SmtpReply AuthorUnclear { get; } =
        new(550, "5.6.0", "The message needs one From field with addresses, and at most one Sender field");

    public static SmtpReply AuthorNotAllowed { get; } =
        new(550, "5.7.1", "The From or Sender address is not allowed for this account");

    public static SmtpReply TooManyErrors { get; } =
        new(421, "4.7.0", "Too many errors; closing the connection", SmtpAction.Close);

    public static SmtpReply TooManyIdleCommands { get; } =
        new(421, "4.7.0", "Too many commands that send no mail; closing the connection", SmtpAction.Close);

    public static SmtpReply TimedOut { get; } =
        new(421, "4.4.2", "Timed out waiting for the client; closing the connection", SmtpAction.Close);

    public static SmtpReply Stopping { get; } =
        new(421, "4.3.2", "The server is stopping; try again later", SmtpAction.Close);
}

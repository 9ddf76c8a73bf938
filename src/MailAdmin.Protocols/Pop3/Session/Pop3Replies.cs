namespace MailAdmin.Protocols.Pop3.Session;

/// <summary>Every reply whose text is fixed. RFC 1939; RFC 2449 §8.1; RFC 3206 (SYS, AUTH)</summary>
internal static class Pop3Replies
{
    public static Pop3Reply Ok { get; } = Pop3Reply.Ok("Done");

    public static Pop3Reply SendPassword { get; } = Pop3Reply.Ok("Send the password");

    public static Pop3Reply ReadyForTls { get; } = Pop3Reply.Ok("Ready to start TLS", Pop3Action.StartTls);

    public static Pop3Reply Bye { get; } = Pop3Reply.Ok("Goodbye", Pop3Action.Close);

    public static Pop3Reply MessageDeleted { get; } = Pop3Reply.Ok("Marked to be deleted");

    public static Pop3Reply Utf8Enabled { get; } = Pop3Reply.Ok("UTF-8 enabled");

    public static Pop3Reply UnknownCommand { get; } = Pop3Reply.BadSyntax("Unknown command");

    public static Pop3Reply BadArguments { get; } = Pop3Reply.BadSyntax("Bad arguments");

    public static Pop3Reply LineTooLong { get; } = Pop3Reply.BadSyntax("Line too long");

    public static Pop3Reply BareLineBreak { get; } =
        Pop3Reply.BadSyntax("Lines end with CRLF; CR, LF and NUL have no other use");

    public static Pop3Reply WrongState { get; } = Pop3Reply.BadSyntax("Not in this state");

    public static Pop3Reply NotImplemented { get; } = Pop3Reply.BadSyntax("Command not implemented");

    public static Pop3Reply AlreadyEncrypted { get; } = Pop3Reply.BadSyntax("TLS is active already");

    public static Pop3Reply TlsNotOffered { get; } = Pop3Reply.BadSyntax("TLS is not offered");

    public static Pop3Reply EncryptionRequired { get; } =
        Pop3Reply.BadSyntax("No passwords without TLS; issue STLS first");

    public static Pop3Reply UnknownMechanism { get; } = Pop3Reply.BadSyntax("Mechanism not offered");

    public static Pop3Reply UnknownLanguage { get; } = Pop3Reply.Err("Unknown language");

    public static Pop3Reply NoSuchMessage { get; } = Pop3Reply.Err("No such message");

    public static Pop3Reply NotAuthorized { get; } = Pop3Reply.Err("[AUTH] You may log on as yourself only");

    public static Pop3Reply AuthenticationCancelled { get; } = Pop3Reply.Err("Authentication cancelled");

    public static Pop3Reply AuthenticationMalformed { get; } = Pop3Reply.BadSyntax("Invalid authentication response");

    public static Pop3Reply TooManyErrors { get; } =
        Pop3Reply.Err("Too many errors; closing the connection", Pop3Action.Close);

    public static Pop3Reply Stopping { get; } =
        Pop3Reply.Err("[SYS/TEMP] The server is stopping; nothing was deleted", Pop3Action.Close);

    public static Pop3Reply NotDeleted { get; } =
        Pop3Reply.Err("[SYS/TEMP] The messages could not be deleted", Pop3Action.Close);
}

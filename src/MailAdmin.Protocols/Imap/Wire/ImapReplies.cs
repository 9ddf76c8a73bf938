namespace MailAdmin.Protocols.Imap.Wire;

/// <summary>Answers that more than one place gives.</summary>
internal static class ImapReplies
{
    public static ImapStatus LineTooLong { get; } = ImapStatus.Bad("Command line too long");

    /// <summary>RFC 7888 §4: a literal that is refused.</summary>
    public static ImapStatus LiteralTooLong { get; } = new(ImapStatusKind.Bad, "TOOBIG", "Literal too long");

    public static ImapStatus BareLineFeed { get; } = ImapStatus.Bad("Lines end with CR LF");

    public static ImapStatus BadArguments { get; } = ImapStatus.Bad("Arguments not understood");

    public static ImapStatus NoArguments { get; } = ImapStatus.Bad("The command takes no arguments");

    public static ImapStatus BeyondLastMessage { get; } = ImapStatus.Bad("No message has this sequence number");

    public static ImapStatus ReadOnly { get; } = ImapStatus.No("CANNOT", "The mailbox is selected read-only");

    public static ImapStatus PrivacyRequired { get; } = ImapStatus.No("PRIVACYREQUIRED", "Start TLS first");

    /// <summary>RFC 4616 §2: an identity that is not the user's own.</summary>
    public static ImapStatus NotAuthorized { get; } =
        ImapStatus.No("AUTHORIZATIONFAILED", "You may log on as yourself only");

    /// <summary>RFC 3501 §4.3.1: a literal has no NUL.</summary>
    public static ImapStatus NulInMessage { get; } = ImapStatus.No("CANNOT", "A message contains no NUL");

    /// <summary>RFC 5530 §3, RFC 2180 §4: another session has removed messages that this one still counts.</summary>
    public static ImapStatus ExpungeIssued { get; } =
        ImapStatus.No("EXPUNGEISSUED", "Some of the messages no longer exist");

    public static ImapStatus TooManyWildcards { get; } = ImapStatus.No("LIMIT", "Too many wildcards");

    public static ImapStatus TooBig { get; } = ImapStatus.No("TOOBIG", "The message is too large");
}

namespace MailAdmin.Protocols.Imap.Wire;

/// <summary>How a command ends: OK, NO or BAD, with a response code where there is one. RFC 9051 §7.1</summary>
internal readonly record struct ImapStatus(ImapStatusKind Kind, string? Code, string Text)
{
    public static ImapStatus Ok(string text) => new(ImapStatusKind.Ok, null, text);

    public static ImapStatus Ok(string code, string text) => new(ImapStatusKind.Ok, code, text);

    public static ImapStatus No(string text) => new(ImapStatusKind.No, null, text);

    public static ImapStatus No(string code, string text) => new(ImapStatusKind.No, code, text);

    public static ImapStatus Bad(string text) => new(ImapStatusKind.Bad, null, text);

    /// <summary>The word on the wire, with a space.</summary>
    public string Word => Kind switch
    {
        ImapStatusKind.Ok => "OK ",
        ImapStatusKind.No => "NO ",
        _ => "BAD ",
    };
}

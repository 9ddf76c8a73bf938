namespace MailAdmin.Protocols.Mime;

/// <summary>What of a part a section names. RFC 9051 §6.4.5.1</summary>
public enum SectionPart
{
    /// <summary>BODY[] and BODY[1.2]: the whole message, or what a part holds, in its transfer encoding.</summary>
    Content,

    /// <summary>HEADER: the header of the message, or of a part that is a message, with the blank line.</summary>
    Header,

    /// <summary>TEXT: what follows the header of the message, or of a part that is a message.</summary>
    Text,

    /// <summary>MIME: the header of a part, with the blank line.</summary>
    Mime,
}

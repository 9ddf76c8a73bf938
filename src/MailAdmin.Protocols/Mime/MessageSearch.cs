using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Mime;

/// <summary>Answers the criteria of SEARCH that concern the text of a message. RFC 9051 §6.4.4</summary>
public static class MessageSearch
{
    /// <summary>HEADER, and FROM, TO, CC, BCC and SUBJECT: whether a field of the name has the text.</summary>
    /// <exception cref="MailException">The message cannot be read.</exception>
    public static ValueTask<bool> HeaderContainsAsync(
        MessageContent content,
        StructureView structure,
        string fieldName,
        SearchText text,
        CancellationToken cancellationToken)
    {
        if (FindKept(fieldName) is { } kept)
        {
            int length = structure.TryGetText(kept, out ReadOnlySpan<byte> folded);
            if (length != StructureFormat.TextNotStored)
            {
                return new ValueTask<bool>(length >= 0 && text.IsInFolded(folded));
            }
        }

        return HeaderScan.FieldContainsAsync(content, structure.Part(0).Header, fieldName, text, cancellationToken);
    }

    /// <summary>BODY: whether the text parts, or the headers of messages inside, have the text.</summary>
    /// <exception cref="MailException">The message cannot be read.</exception>
    public static ValueTask<bool> BodyContainsAsync(
        MessageContent content, StructureView structure, SearchText text, CancellationToken cancellationToken) =>
        TextScan.ContainsAsync(content, structure, text, withHeader: false, cancellationToken);

    /// <summary>TEXT: whether the header or the body has the text.</summary>
    /// <exception cref="MailException">The message cannot be read.</exception>
    public static ValueTask<bool> TextContainsAsync(
        MessageContent content, StructureView structure, SearchText text, CancellationToken cancellationToken) =>
        TextScan.ContainsAsync(content, structure, text, withHeader: true, cancellationToken);

    /// <summary>
    /// SENTBEFORE, SENTON, SENTSINCE: the day that the Date field names, without time and zone, or null when there is
    /// none.
    /// </summary>
    public static DateOnly? GetSentDate(StructureView structure) => structure.SentDate;

    private static SearchField? FindKept(string name) => name.Length switch
    {
        2 when Is(name, "To") => SearchField.To,
        2 when Is(name, "Cc") => SearchField.Cc,
        3 when Is(name, "Bcc") => SearchField.Bcc,
        4 when Is(name, "From") => SearchField.From,
        7 when Is(name, "Subject") => SearchField.Subject,
        _ => null,
    };

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}

using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Mime;

/// <summary>Answers one criterion of SEARCH that concerns the text of a message. RFC 9051 §6.4.4</summary>
public static class MessageSearch
{
    /// <summary>HEADER and SUBJECT: whether a field of the name has the text.</summary>
    /// <exception cref="MailException">The message cannot be read.</exception>
    public static ValueTask<bool> HeaderContainsAsync(
        MessageContent content,
        StructureView structure,
        string fieldName,
        SearchText text,
        CancellationToken cancellationToken)
    {
        ContentSearch search = Open(content, structure);
        return search.HasFieldAsync(search.AddField(fieldName, text), cancellationToken);
    }

    /// <summary>BODY: whether the body of the message has the text.</summary>
    /// <exception cref="MailException">The message cannot be read.</exception>
    public static ValueTask<bool> BodyContainsAsync(
        MessageContent content, StructureView structure, SearchText text, CancellationToken cancellationToken)
    {
        ContentSearch search = Open(content, structure);
        return search.HasTextAsync(search.AddText(text, inHeaders: false), cancellationToken);
    }

    /// <summary>TEXT: whether a header or the body has the text.</summary>
    /// <exception cref="MailException">The message cannot be read.</exception>
    public static ValueTask<bool> TextContainsAsync(
        MessageContent content, StructureView structure, SearchText text, CancellationToken cancellationToken)
    {
        ContentSearch search = Open(content, structure);
        return search.HasTextAsync(search.AddText(text, inHeaders: true), cancellationToken);
    }

    /// <summary>
    /// SENTBEFORE, SENTON, SENTSINCE: the day that the Date field names, without time and zone, or null when there is
    /// none.
    /// </summary>
    public static DateOnly? GetSentDate(StructureView structure) => structure.SentDate;

    private static ContentSearch Open(MessageContent content, StructureView structure)
    {
        ContentSearch search = new(static _ => ValueTask.CompletedTask);
        search.Begin(content, structure);
        return search;
    }
}

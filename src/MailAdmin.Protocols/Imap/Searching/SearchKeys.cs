using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;

namespace MailAdmin.Protocols.Imap.Searching;

/// <summary>The criteria of SEARCH, as IMAP and the administration build them. RFC 9051 §6.4.4</summary>
internal static class SearchKeys
{
    public static InfoKey Flag(SystemFlags flag) => new(subject => subject.Message.Flags.Has(flag));

    /// <summary>LARGER: of more than so many bytes.</summary>
    public static InfoKey Larger(long size) => new(subject => subject.Message.Size > size);

    /// <summary>SMALLER: of fewer than so many bytes.</summary>
    public static InfoKey Smaller(long size) => new(subject => subject.Message.Size < size);

    /// <summary>FROM, TO, CC and BCC.</summary>
    public static ContentKey Address(ContentSearch search, string field, SearchText text) =>
        Field(search, search.AddAddress(field, text));

    /// <summary>SUBJECT and HEADER.</summary>
    public static ContentKey Header(ContentSearch search, string field, SearchText text) =>
        Field(search, search.AddField(field, text));

    /// <summary>BODY and TEXT.</summary>
    public static ContentKey Text(ContentSearch search, SearchText text, bool inHeaders)
    {
        int number = search.AddText(text, inHeaders);
        return new ContentKey(3, (_, cancellationToken) => search.HasTextAsync(number, cancellationToken));
    }

    private static ContentKey Field(ContentSearch search, int number) =>
        new(2, (_, cancellationToken) => search.HasFieldAsync(number, cancellationToken));
}

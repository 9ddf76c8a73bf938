using System.Text;
using MailAdmin.Protocols.Mime;

namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>The items of FETCH. RFC 9051 §9 (fetch, fetch-att, section), RFC 3501 §9 (RFC822…)</summary>
internal static class FetchSyntax
{
    /// <summary>
    /// More than any client requests, and few enough that one line cannot request a message thousands of times.
    /// </summary>
    private const int MaxItems = 64;

    private static readonly FetchItem Flags = new(FetchKind.Flags);
    private static readonly FetchItem InternalDate = new(FetchKind.InternalDate);
    private static readonly FetchItem Size = new(FetchKind.Size);
    private static readonly FetchItem Envelope = new(FetchKind.Envelope);
    private static readonly FetchItem Body = new(FetchKind.Body);

    // fetch = … ("ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP fetch-att) ")")
    public static bool TryReadFetchPlan(ref this ImapReader reader, out FetchPlan plan)
    {
        var items = new List<FetchItem>();
        bool isRead = reader.TryRead('(') ? TryReadItems(ref reader, items) : TryReadMacro(ref reader, items)
            || TryReadItem(ref reader, items);
        plan = new FetchPlan(items);
        return isRead;
    }

    private static bool TryReadItems(ref ImapReader reader, List<FetchItem> items)
    {
        do
        {
            if (items.Count == MaxItems || !TryReadItem(ref reader, items))
            {
                return false;
            }
        }
        while (reader.TryReadSpace());
        return reader.TryRead(')');
    }

    private static bool TryReadMacro(ref ImapReader reader, List<FetchItem> items)
    {
        FetchItem[] macro = reader.TryReadWord("ALL"u8) ? [Flags, InternalDate, Size, Envelope]
            : reader.TryReadWord("FAST"u8) ? [Flags, InternalDate, Size]
            : reader.TryReadWord("FULL"u8) ? [Flags, InternalDate, Size, Envelope, Body]
            : [];
        items.AddRange(macro);
        return macro.Length > 0;
    }

    private static bool TryReadItem(ref ImapReader reader, List<FetchItem> items)
    {
        if (!reader.TryReadName(out ReadOnlySpan<byte> name))
        {
            return false;
        }

        if (reader.Next == '[')
        {
            bool isPeek = Ascii.EqualsIgnoreCase(name, "BODY.PEEK"u8);
            if ((!isPeek && !Ascii.EqualsIgnoreCase(name, "BODY"u8))
                || !reader.TryReadSection(!isPeek, out FetchSection section))
            {
                return false;
            }

            items.Add(new FetchItem(FetchKind.Section, section));
            return true;
        }

        FetchItem? item = Encoding.ASCII.GetString(name).ToUpperInvariant() switch
        {
            "FLAGS" => Flags,
            "UID" => new FetchItem(FetchKind.Uid),
            "INTERNALDATE" => InternalDate,
            "RFC822.SIZE" => Size,
            "ENVELOPE" => Envelope,
            "BODY" => Body,
            "BODYSTRUCTURE" => new FetchItem(FetchKind.BodyStructure),
            "RFC822" => OldSection("RFC822", SectionPart.Content, setsSeen: true),
            "RFC822.HEADER" => OldSection("RFC822.HEADER", SectionPart.Header, setsSeen: false),
            "RFC822.TEXT" => OldSection("RFC822.TEXT", SectionPart.Text, setsSeen: true),
            _ => null,
        };
        if (item is not null)
        {
            items.Add(item);
        }

        return item is not null;
    }

    // RFC 3501 §6.4.5: the same as BODY[], BODY.PEEK[HEADER] and BODY[TEXT] under another name.
    private static FetchItem OldSection(string label, SectionPart part, bool setsSeen) =>
        new(
            FetchKind.Section,
            new FetchSection { Label = Encoding.ASCII.GetBytes(label), Part = part, SetsSeen = setsSeen });
}

using System.Collections.Frozen;
using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Selection;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Mime;

namespace MailAdmin.Protocols.Imap.Searching;

/// <summary>Reads search programs into keys. RFC 9051 §9 (search, search-key), RFC 3501 §6.4.4</summary>
internal ref struct SearchSyntax
{
    /// <summary>Every key is evaluated for every message.</summary>
    private const int MaxKeys = 1_000;

    private static readonly FrozenDictionary<string, Func<SearchKey>> SimpleKeys =
        new Dictionary<string, Func<SearchKey>>
    {
        ["ALL"] = () => new InfoKey(_ => true),
        ["ANSWERED"] = () => SearchKeys.Flag(SystemFlags.Answered),
        ["DELETED"] = () => SearchKeys.Flag(SystemFlags.Deleted),
        ["DRAFT"] = () => SearchKeys.Flag(SystemFlags.Draft),
        ["FLAGGED"] = () => SearchKeys.Flag(SystemFlags.Flagged),
        ["SEEN"] = () => SearchKeys.Flag(SystemFlags.Seen),
        ["UNANSWERED"] = () => new NotKey(SearchKeys.Flag(SystemFlags.Answered)),
        ["UNDELETED"] = () => new NotKey(SearchKeys.Flag(SystemFlags.Deleted)),
        ["UNDRAFT"] = () => new NotKey(SearchKeys.Flag(SystemFlags.Draft)),
        ["UNFLAGGED"] = () => new NotKey(SearchKeys.Flag(SystemFlags.Flagged)),
        ["UNSEEN"] = () => new NotKey(SearchKeys.Flag(SystemFlags.Seen)),
        ["RECENT"] = () => new InfoKey(subject => subject.IsRecent),
        ["OLD"] = () => new InfoKey(subject => !subject.IsRecent),
        ["NEW"] = () => new InfoKey(subject => subject.IsRecent && !subject.Message.Flags.Has(SystemFlags.Seen)),
    }.ToFrozenDictionary();

    private readonly SelectedMailbox selected;
    private readonly ContentSearch content;
    private readonly int maxDepth;
    private string? charset;
    private int keys;

    /// <param name="selected">The mailbox that is searched.</param>
    /// <param name="content">Takes what keys look for in the content of messages.</param>
    /// <param name="maxDepth">How deep keys may be nested.</param>
    public SearchSyntax(SelectedMailbox selected, ContentSearch content, int maxDepth)
    {
        this.selected = selected;
        this.content = content;
        this.maxDepth = maxDepth;
    }

    /// <summary>Whether the program failed because of its charset. RFC 3501 §6.4.4 (BADCHARSET)</summary>
    public bool IsBadCharset { get; private set; }

    // search-program = ["CHARSET" SP charset SP] search-key *(SP search-key)
    public bool TryReadProgram(ref ImapReader reader, out SearchKey program)
    {
        program = null!;
        if (reader.TryReadWord("CHARSET"u8))
        {
            if (!reader.TryReadSpace() || !reader.TryReadAstring(out ReadOnlySpan<byte> name) || !reader.TryReadSpace())
            {
                return false;
            }

            // Even if no key has text: the client must know.
            charset = Encoding.ASCII.GetString(name);
            IsBadCharset = !SearchText.TryCreate("x"u8, charset, out _);
        }

        return !IsBadCharset && TryReadKeys(ref reader, 0, out program) && reader.AtEnd;
    }

    // search-key *(SP search-key)
    private bool TryReadKeys(ref ImapReader reader, int depth, out SearchKey all)
    {
        var list = new List<SearchKey>();
        all = null!;
        do
        {
            if (!TryReadKey(ref reader, depth, out SearchKey key))
            {
                return false;
            }

            list.Add(key);
        }
        while (reader.TryReadSpace());
        all = list.Count == 1 ? list[0] : new GroupKey(list, any: false);
        return true;
    }

    private bool TryReadKey(ref ImapReader reader, int depth, out SearchKey key)
    {
        key = null!;
        if (depth > maxDepth || ++keys > MaxKeys)
        {
            return false;
        }

        if (reader.TryRead('('))
        {
            return TryReadKeys(ref reader, depth + 1, out key) && reader.TryRead(')');
        }

        if (char.IsAsciiDigit((char)reader.Next) || reader.Next == '*')
        {
            return TryReadSet(ref reader, byUid: false, out key);
        }

        if (!reader.TryReadName(out ReadOnlySpan<byte> name))
        {
            return false;
        }

        string word = Encoding.ASCII.GetString(name).ToUpperInvariant();
        if (SimpleKeys.TryGetValue(word, out Func<SearchKey>? make))
        {
            key = make();
            return true;
        }

        return reader.TryReadSpace() && TryReadArguments(ref reader, word, depth, out key);
    }

    private bool TryReadArguments(ref ImapReader reader, string word, int depth, out SearchKey key)
    {
        key = null!;
        switch (word)
        {
            case "NOT":
                bool isRead = TryReadKey(ref reader, depth + 1, out SearchKey inner);
                key = new NotKey(inner);
                return isRead;
            case "OR":
                return TryReadOr(ref reader, depth, out key);
            case "UID":
                return TryReadSet(ref reader, byUid: true, out key);
            case "KEYWORD" or "UNKEYWORD":
                return TryReadKeyword(ref reader, word == "KEYWORD", out key);
            case "LARGER" or "SMALLER":
                return TryReadSize(ref reader, word == "LARGER", out key);
            case "BEFORE" or "ON" or "SINCE":
                return TryReadInternalDate(ref reader, word, out key);
            case "SENTBEFORE" or "SENTON" or "SENTSINCE":
                return TryReadSentDate(ref reader, word["SENT".Length..], out key);
            case "BCC" or "CC" or "FROM" or "TO":
                return TryReadField(ref reader, word, inAddresses: true, out key);
            case "SUBJECT":
                return TryReadField(ref reader, word, inAddresses: false, out key);
            case "HEADER":
                return reader.TryReadAstring(out ReadOnlySpan<byte> field)
                    && !field.IsEmpty
                    && reader.TryReadSpace()
                    && TryReadField(ref reader, Encoding.Latin1.GetString(field), inAddresses: false, out key);
            case "BODY" or "TEXT":
                return TryReadText(ref reader, word == "TEXT", out key);
            default:
                return false;
        }
    }

    // "OR" SP search-key SP search-key
    private bool TryReadOr(ref ImapReader reader, int depth, out SearchKey key)
    {
        key = null!;
        if (!TryReadKey(ref reader, depth + 1, out SearchKey first)
            || !reader.TryReadSpace()
            || !TryReadKey(ref reader, depth + 1, out SearchKey second))
        {
            return false;
        }

        key = new GroupKey([first, second], any: true);
        return true;
    }

    private readonly bool TryReadSet(ref ImapReader reader, bool byUid, out SearchKey key)
    {
        key = null!;
        if (!SequenceSet.TryRead(ref reader, out SequenceSet set))
        {
            return false;
        }

        // Numbers beyond the last message fit none, which is all that a search needs to say.
        uint highest =
            selected.Messages.Count == 0 ? 0 : byUid ? selected.Messages[^1].Uid.Value : (uint)selected.Messages.Count;
        IReadOnlyList<SequenceRange> ranges = set.Resolve(highest);
        key =
            new InfoKey(subject => SequenceSet.Contains(ranges, byUid ? subject.Message.Uid.Value : subject.Sequence));
        return true;
    }

    private readonly bool TryReadKeyword(ref ImapReader reader, bool wanted, out SearchKey key)
    {
        bool isRead = reader.TryReadKeyword(out string keyword);
        int place = isRead ? selected.FindKeyword(keyword) : -1;
        key = new InfoKey(subject => (place >= 0 && subject.Message.Flags.HasKeyword(place)) == wanted);
        return isRead;
    }

    private static bool TryReadSize(ref ImapReader reader, bool larger, out SearchKey key)
    {
        bool isRead = reader.TryReadNumber64(out long size);
        key = larger ? SearchKeys.Larger(size) : SearchKeys.Smaller(size);
        return isRead;
    }

    // Time and zone do not count: the day is that of the date as it would be shown. RFC 9051 §6.4.4
    private static bool TryReadInternalDate(ref ImapReader reader, string relation, out SearchKey key)
    {
        bool isRead = reader.TryReadDate(out DateOnly date);
        key = new InfoKey(
            subject => Stands(DateOnly.FromDateTime(subject.Message.InternalDate.DateTime), relation, date));
        return isRead;
    }

    private static bool TryReadSentDate(ref ImapReader reader, string relation, out SearchKey key)
    {
        bool isRead = reader.TryReadDate(out DateOnly date);
        key = new ContentKey(1, (subject, _) => ValueTask.FromResult(
            MessageSearch.GetSentDate(subject.Structure) is { } sent && Stands(sent, relation, date)));
        return isRead;
    }

    private bool TryReadField(ref ImapReader reader, string field, bool inAddresses, out SearchKey key)
    {
        key = null!;
        if (!TryReadSearchText(ref reader, out SearchText text))
        {
            return false;
        }

        key = inAddresses
            ? SearchKeys.Address(content, field, text)
            : SearchKeys.Header(content, field, text);
        return true;
    }

    private bool TryReadText(ref ImapReader reader, bool inHeaders, out SearchKey key)
    {
        key = null!;
        if (!TryReadSearchText(ref reader, out SearchText text))
        {
            return false;
        }

        key = SearchKeys.Text(content, text, inHeaders);
        return true;
    }

    private bool TryReadSearchText(ref ImapReader reader, out SearchText text)
    {
        text = null!;
        if (!reader.TryReadAstring(out ReadOnlySpan<byte> bytes))
        {
            return false;
        }

        IsBadCharset = !SearchText.TryCreate(bytes, charset, out text);
        return !IsBadCharset;
    }

    private static bool Stands(DateOnly day, string relation, DateOnly date) => relation switch
    {
        "BEFORE" => day < date,
        "ON" => day == date,
        _ => day >= date,
    };
}

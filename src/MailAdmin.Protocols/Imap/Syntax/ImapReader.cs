using System.Buffers;

namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>
/// Reads the productions of RFC 9051 §9 (and RFC 3501 §9) from the bytes of one command, literals included. Every
/// method reads its production whole and moves on, or answers false; after a false the command is refused, so where the
/// reader then stands does not matter. Its only state is its position, and it never reads past the end.
/// </summary>
internal ref struct ImapReader(ReadOnlySpan<byte> text)
{
    // atom-specials = "(" / ")" / "{" / SP / CTL / list-wildcards / quoted-specials / resp-specials
    private const string AtomCharacters =
        "!#$&'+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[^_`abcdefghijklmnopqrstuvwxyz|}~";

    private static readonly SearchValues<byte> AtomBytes = Set(AtomCharacters);
    private static readonly SearchValues<byte> AstringBytes = Set(AtomCharacters + "]");
    private static readonly SearchValues<byte> TagBytes =
        Set(AtomCharacters.Replace("+", "", StringComparison.Ordinal) + "]");
    private static readonly SearchValues<byte> ListBytes = Set(AtomCharacters + "]%*");
    private static readonly SearchValues<byte> NameBytes =
        Set(".-0123456789=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<byte> QuotedEnds = SearchValues.Create("\"\\\r\n\0"u8);

    private readonly ReadOnlySpan<byte> text = text;
    private int position;

    /// <summary>Whether everything was read.</summary>
    public readonly bool AtEnd => position == text.Length;

    /// <summary>What is left.</summary>
    public readonly ReadOnlySpan<byte> Rest => text[position..];

    /// <summary>How many bytes were read.</summary>
    public readonly int Position => position;

    /// <summary>The next byte, which is not read; 0 at the end.</summary>
    public readonly byte Next => position < text.Length ? text[position] : (byte)0;

    /// <summary>What was read since a place.</summary>
    public readonly ReadOnlySpan<byte> ReadSince(int start) => text[start..position];

    // SP, "(", ")" and their like
    public bool TryRead(char character)
    {
        if (Next != character || AtEnd)
        {
            return false;
        }

        position++;
        return true;
    }

    public bool TryReadSpace() => TryRead(' ');

    // A whole word of the grammar, in upper or lower case.
    public bool TryReadWord(ReadOnlySpan<byte> word)
    {
        ReadOnlySpan<byte> rest = Rest;
        bool matches = rest.Length >= word.Length
            && System.Text.Ascii.EqualsIgnoreCase(rest[..word.Length], word)
            && (rest.Length == word.Length || !AtomBytes.Contains(rest[word.Length]));
        if (matches)
        {
            position += word.Length;
        }

        return matches;
    }

    // atom = 1*ATOM-CHAR
    public bool TryReadAtom(out ReadOnlySpan<byte> atom) => TryReadRun(AtomBytes, out atom);

    // Names of commands and data items, which end before "[" and "(" alike: fetch-att, status-att, search-key
    public bool TryReadName(out ReadOnlySpan<byte> name) => TryReadRun(NameBytes, out name);

    // tag = 1*<any ASTRING-CHAR except "+">
    public bool TryReadTag(out ReadOnlySpan<byte> tag) => TryReadRun(TagBytes, out tag);

    // astring = 1*ASTRING-CHAR / string
    public bool TryReadAstring(out ReadOnlySpan<byte> value) =>
        TryReadRun(AstringBytes, out value) || TryReadString(out value);

    // list-mailbox = 1*list-char / string
    public bool TryReadListPattern(out ReadOnlySpan<byte> value) =>
        TryReadRun(ListBytes, out value) || TryReadString(out value);

    // nstring = string / nil
    public bool TryReadNstring(out ReadOnlySpan<byte> value, out bool isNil)
    {
        isNil = TryReadWord("NIL"u8);
        value = default;
        return isNil || TryReadString(out value);
    }

    // string = quoted / literal
    public bool TryReadString(out ReadOnlySpan<byte> value)
    {
        value = default;
        return Next switch
        {
            (byte)'"' => TryReadQuoted(out value),
            (byte)'{' => TryReadLiteral(out value),
            _ => false,
        };
    }

    // number = 1*DIGIT ; (0 <= n < 4,294,967,296)
    public bool TryReadNumber(out uint number)
    {
        bool isRead = TryReadNumber64(out long wide);
        number = (uint)wide;
        return isRead && wide <= uint.MaxValue;
    }

    // nz-number = digit-nz *DIGIT
    public bool TryReadPositiveNumber(out uint number)
    {
        number = 0;
        return Next != '0' && TryReadNumber(out number);
    }

    // number64 = 1*DIGIT ; (0 <= n <= 9,223,372,036,854,775,807)
    public bool TryReadNumber64(out long number)
    {
        number = 0;
        int start = position;
        while (position < text.Length && char.IsAsciiDigit((char)text[position]))
        {
            int digit = text[position] - '0';
            if (number > (long.MaxValue - digit) / 10)
            {
                return false;
            }

            number = (number * 10) + digit;
            position++;
        }

        return position > start;
    }

    // literal = "{" number64 ["+"] "}" CRLF *CHAR8 ; RFC 7888 §8
    private bool TryReadLiteral(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryReadLiteralHeader(out long length, out _) || !TryRead('\r') || !TryRead('\n') || length > Rest.Length)
        {
            return false;
        }

        value = text.Slice(position, (int)length);
        position += (int)length;
        return true;
    }

    // "{" number64 ["+"] "}"
    public bool TryReadLiteralHeader(out long length, out bool isSynchronizing)
    {
        length = 0;
        isSynchronizing = true;
        if (!TryRead('{') || !TryReadNumber64(out length))
        {
            return false;
        }

        isSynchronizing = !TryRead('+');
        return TryRead('}');
    }

    // quoted = DQUOTE *QUOTED-CHAR DQUOTE. Bytes above 127 are let through: RFC 9051 allows UTF-8, and older clients
    // send it anyway.
    private bool TryReadQuoted(out ReadOnlySpan<byte> value)
    {
        position++;
        value = default;
        ReadOnlySpan<byte> rest = Rest;
        int end = rest.IndexOfAny(QuotedEnds);
        if (end < 0 || (rest[end] != '"' && rest[end] != '\\'))
        {
            return false;
        }

        if (rest[end] == '"')
        {
            value = rest[..end];
            position += end + 1;
            return true;
        }

        return TryReadEscaped(rest, out value);
    }

    private bool TryReadEscaped(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value)
    {
        value = default;
        byte[] unescaped = new byte[rest.Length];
        int length = 0;
        int i = 0;
        for (; i < rest.Length && rest[i] != '"'; i++)
        {
            if (rest[i] is 0 or (byte)'\r' or (byte)'\n')
            {
                return false;
            }

            if (rest[i] == '\\' && (++i == rest.Length || (rest[i] != '"' && rest[i] != '\\')))
            {
                return false;
            }

            unescaped[length++] = rest[i];
        }

        if (i == rest.Length)
        {
            return false;
        }

        position += i + 1;
        value = unescaped.AsSpan(0, length);
        return true;
    }

    private bool TryReadRun(SearchValues<byte> bytes, out ReadOnlySpan<byte> run)
    {
        ReadOnlySpan<byte> rest = Rest;
        int length = rest.IndexOfAnyExcept(bytes);
        run = length < 0 ? rest : rest[..length];
        position += run.Length;
        return !run.IsEmpty;
    }

    private static SearchValues<byte> Set(string characters) =>
        SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(characters));
}

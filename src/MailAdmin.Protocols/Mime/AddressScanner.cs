using System.Buffers;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// Reads the words of an address list: atoms, quoted strings, encoded words, white space and comments. RFC 5322 §3.2
/// </summary>
internal ref struct AddressScanner(ReadOnlySpan<byte> value)
{
    private static readonly SearchValues<byte> WordEnds = SearchValues.Create(" \t(\"<>@,;:"u8);

    private ReadOnlySpan<byte> rest = value;
    private bool unclosedQuote;

    /// <summary>What was not read yet.</summary>
    public ReadOnlySpan<byte> Rest
    {
        readonly get => rest;
        set => rest = value;
    }

    /// <summary>The next byte, which is not read; 0 at the end.</summary>
    public readonly byte Next => rest.IsEmpty ? (byte)0 : rest[0];

    /// <summary>Skips bytes.</summary>
    public void Skip(int count) => rest = rest[count..];

    /// <summary>
    /// Reads atoms, dots, quoted strings and comments, up to the first byte that begins none of them.
    /// </summary>
    public void ReadWords(ref AddressWords words, WordSpacing spacing)
    {
        while (!rest.IsEmpty)
        {
            int before = rest.Length;
            ReadOnlySpan<byte> comment = SkipBlanks();
            words.Comment = comment.IsEmpty ? words.Comment : comment;
            bool separate = rest.Length < before && words.Length > 0;
            if (spacing != WordSpacing.Phrase && (words.Text is [.., (byte)'.'] || rest is [(byte)'.', ..]))
            {
                // obs-local-part, obs-domain: white space around dots means nothing.
                separate = false;
            }

            if (separate && spacing == WordSpacing.Domain)
            {
                return;
            }

            if (rest is [(byte)'"', ..])
            {
                AddQuoted(ref words, separate);
                continue;
            }

            int length = EncodedWord.LengthAt(rest);
            length = length > 0 ? length : rest.IndexOfAny(WordEnds);
            if (length == 0 || rest.IsEmpty)
            {
                return;
            }

            ReadOnlySpan<byte> word = length < 0 ? rest : rest[..length];
            words.Add(word, separate);
            rest = rest[word.Length..];
        }
    }

    /// <summary>Skips white space and comments, and returns the text of the last comment.</summary>
    public ReadOnlySpan<byte> SkipBlanks()
    {
        ReadOnlySpan<byte> comment = default;
        while (true)
        {
            rest = rest.TrimStart(" \t\r\n"u8);
            if (rest is not [(byte)'(', ..])
            {
                return comment;
            }

            int length = CommentLength(rest);
            ReadOnlySpan<byte> inside = rest[1..length];
            comment = (inside is [.., (byte)')'] ? inside[..^1] : inside).Trim(" \t"u8);
            rest = rest[length..];
        }
    }

    // quoted-string; a quote that is never closed is skipped.
    private void AddQuoted(ref AddressWords words, bool separate)
    {
        // Once only, so that many quotes and backslashes do not cost their square.
        int length = unclosedQuote ? 0 : QuotedLength(rest);
        unclosedQuote = length == 0;
        ReadOnlySpan<byte> inside = length == 0 ? default : rest[1..(length - 1)];
        rest = rest[Math.Max(length, 1)..];
        words.Add(default, separate);
        for (int escape = inside.IndexOf((byte)'\\'); escape >= 0; escape = inside.IndexOf((byte)'\\'))
        {
            words.Add(inside[..escape], separate: false);
            words.Add(inside.Slice(escape + 1, 1), separate: false);
            inside = inside[(escape + 2)..];
        }

        words.Add(inside, separate: false);
    }

    // With both quotes; 0: it is not closed.
    private static int QuotedLength(ReadOnlySpan<byte> text)
    {
        for (int index = 1; index < text.Length; index++)
        {
            if (text[index] == '\\')
            {
                index++;
            }
            else if (text[index] == '"')
            {
                return index + 1;
            }
        }

        return 0;
    }

    private static int CommentLength(ReadOnlySpan<byte> text)
    {
        int depth = 0;
        for (int index = 0; index < text.Length; index++)
        {
            switch (text[index])
            {
                case (byte)'\\':
                    index++;
                    break;
                case (byte)'(':
                    depth++;
                    break;
                case (byte)')' when --depth == 0:
                    return index + 1;
            }
        }

        return text.Length;
    }
}

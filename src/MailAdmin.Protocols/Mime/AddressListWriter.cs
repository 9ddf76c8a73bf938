using System.Buffers;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// Writes a list of addresses as IMAP's address structures: (name route mailbox host), groups between one without host
/// and one without anything. RFC 9051 §7.5.2 (ENVELOPE); RFC 5322 §3.4, §4.4
/// Reads what real headers hold: lost quotes and brackets, comments for names, addresses for names, no domain.
/// </summary>
internal ref struct AddressListWriter
{
    // More than any transaction takes; two octets of a header can make a structure of sixteen.
    private const int MaximalAddresses = 4_000;

    private static readonly SearchValues<byte> WordEnds = SearchValues.Create(" \t(\"<>@,;:"u8);

    private readonly WireWriter output;
    private readonly Span<byte> scratch;
    private ReadOnlySpan<byte> rest;
    private bool inGroup;
    private bool unclosedQuote;
    private int count;

    /// <param name="value">The unfolded value of a field.</param>
    /// <param name="scratch">Room for as many octets as the value has, and as many again.</param>
    /// <param name="output">Where the structures go.</param>
    public AddressListWriter(ReadOnlySpan<byte> value, Span<byte> scratch, WireWriter output)
    {
        rest = value;
        this.scratch = scratch;
        this.output = output;
    }

    /// <summary>Writes all addresses, without parentheses around them.</summary>
    public void Write()
    {
        while (true)
        {
            SkipSeparators();
            if (rest.IsEmpty || count++ >= MaximalAddresses)
            {
                break;
            }

            WriteOne();
        }

        EndGroup();
    }

    private void WriteOne()
    {
        int before = rest.Length;
        ReadOnlySpan<byte> raw = rest;
        Words words = new(scratch);
        ReadWords(ref words, WordSpacing.Phrase);
        byte next = rest.IsEmpty ? (byte)0 : rest[0];
        if (next == ':')
        {
            rest = rest[1..];
            BeginGroup(words.Text);
        }
        else if (next == '<')
        {
            WriteAngle(words.Text.IsEmpty ? words.Comment : words.Text);
        }
        else if (next == '@')
        {
            WriteBare(raw);
        }
        else if (words.Text.IndexOf((byte)' ') >= 0 || words.Text.StartsWith("=?"u8))
        {
            // "undisclosed recipients": a name, and nothing to write to.
            Write(words.Text, default, default, default);
        }
        else
        {
            Write(words.Comment, default, words.Text, default);
        }

        if (rest.Length == before)
        {
            // An octet that can begin nothing: the next one may.
            rest = rest[1..];
        }
    }

    // addr-spec [comment], or addr-spec in the place of a name before an angle-addr
    private void WriteBare(ReadOnlySpan<byte> raw)
    {
        rest = raw;
        Words mailbox = new(scratch[..(scratch.Length / 2)]);
        ReadWords(ref mailbox, WordSpacing.LocalPart);
        rest = rest[1..];
        Words host = new(scratch[(scratch.Length / 2)..]);
        ReadDomain(ref host);
        if (rest is [(byte)'<', ..])
        {
            WriteAngle(raw[..(raw.Length - rest.Length)].Trim(" \t"u8));
            return;
        }

        Write(host.Comment.IsEmpty ? mailbox.Comment : host.Comment, default, mailbox.Text, host.Text);
    }

    // angle-addr = "<" [obs-route] addr-spec ">"
    private void WriteAngle(ReadOnlySpan<byte> name)
    {
        // The name lies in the scratch space or in the value; what follows is put behind it.
        Span<byte> free = scratch[Math.Min(name.Length, scratch.Length)..];
        rest = rest[1..];
        ReadOnlySpan<byte> route = ReadRoute();
        Words mailbox = new(free);
        ReadWords(ref mailbox, WordSpacing.LocalPart);
        Words host = new(free[mailbox.Length..]);
        if (rest is [(byte)'@', ..])
        {
            rest = rest[1..];
            ReadDomain(ref host);
        }

        int close = rest.IndexOfAny((byte)'>', (byte)',');
        rest = close < 0 ? default : rest[close] == '>' ? rest[(close + 1)..] : rest[close..];
        ReadOnlySpan<byte> comment = SkipBlanks();
        Write(name.IsEmpty ? comment : name, route, mailbox.Text, host.Text);
    }

    // obs-route = obs-domain-list ":"
    private ReadOnlySpan<byte> ReadRoute()
    {
        SkipBlanks();
        int colon = rest.IndexOf((byte)':');
        int close = rest.IndexOf((byte)'>');
        if (rest is not [(byte)'@', ..] || colon < 0 || (close >= 0 && close < colon))
        {
            return default;
        }

        ReadOnlySpan<byte> route = rest[..colon];
        rest = rest[(colon + 1)..];
        return route.TrimEnd(" \t"u8);
    }

    private void ReadDomain(ref Words host)
    {
        SkipBlanks();
        if (rest is [(byte)'[', ..])
        {
            // domain-literal
            int close = rest.IndexOf((byte)']');
            int length = close < 0 ? rest.Length : close + 1;
            host.Add(rest[..length], separate: false);
            rest = rest[length..];
        }

        ReadWords(ref host, WordSpacing.Domain);
    }

    // Atoms, dots, quoted strings and comments, up to what cannot be one of them.
    private void ReadWords(ref Words words, WordSpacing spacing)
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

    // quoted-string; a quote that is never closed is passed over.
    private void AddQuoted(ref Words words, bool separate)
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

    // White space and comments; the text of the last comment is what it yields.
    private ReadOnlySpan<byte> SkipBlanks()
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

    private void SkipSeparators()
    {
        while (!rest.IsEmpty)
        {
            SkipBlanks();
            if (rest is not [(byte)',' or (byte)';', ..])
            {
                return;
            }

            if (rest[0] == ';')
            {
                EndGroup();
            }

            rest = rest[1..];
        }
    }

    private void BeginGroup(ReadOnlySpan<byte> name)
    {
        EndGroup();
        inGroup = true;
        output.Raw("(NIL NIL "u8);
        output.String(name);
        output.Raw(" NIL)"u8);
    }

    private void EndGroup()
    {
        if (inGroup)
        {
            inGroup = false;
            output.Raw("(NIL NIL NIL NIL)"u8);
        }
    }

    // A host of NIL would be a group, so an address without domain has an empty one.
    private readonly void Write(
        ReadOnlySpan<byte> name, ReadOnlySpan<byte> route, ReadOnlySpan<byte> mailbox, ReadOnlySpan<byte> host)
    {
        if (name.IsEmpty && mailbox.IsEmpty && host.IsEmpty)
        {
            return;
        }

        output.Raw("("u8);
        output.StringOrNil(name);
        output.Raw(" "u8);
        output.StringOrNil(route);
        output.Raw(" "u8);
        output.String(mailbox);
        output.Raw(" "u8);
        output.String(host);
        output.Raw(")"u8);
    }

    /// <summary>What white space between words means.</summary>
    private enum WordSpacing
    {
        /// <summary>A space.</summary>
        Phrase,

        /// <summary>A space, but nothing around dots.</summary>
        LocalPart,

        /// <summary>The end, but nothing around dots.</summary>
        Domain,
    }

    /// <summary>Words put together, without quotes, one space or none between them.</summary>
    private ref struct Words(Span<byte> target)
    {
        private readonly Span<byte> target = target;

        public int Length { get; private set; }

        public ReadOnlySpan<byte> Comment { get; set; }

        public readonly ReadOnlySpan<byte> Text => target[..Length];

        public void Add(ReadOnlySpan<byte> word, bool separate)
        {
            if (separate && Length > 0)
            {
                target[Length++] = (byte)' ';
            }

            word.CopyTo(target[Length..]);
            Length += word.Length;
        }
    }
}

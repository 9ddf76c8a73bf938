namespace MailAdmin.Protocols.Mime;

/// <summary>
/// Reads the addresses of a header field, one after the other: the only reader of From and its like, so that the check
/// of an author and ENVELOPE cannot differ. RFC 5322 §3.4, §4.4
/// </summary>
/// <remarks>
/// It accepts what occurs in real headers: missing quotes and brackets, comments for names, addresses for names, no
/// domain.
/// </remarks>
internal ref struct AddressListReader
{
    // More than any transaction accepts; two bytes of a header can make an address structure of sixteen.
    private const int MaxAddresses = 4_000;

    private readonly Span<byte> scratch;
    private AddressScanner scanner;
    private ReadOnlySpan<byte> nextGroup;
    private bool hasNextGroup;
    private bool inGroup;
    private int count;

    /// <param name="value">The unfolded value of a field.</param>
    /// <param name="scratch">A buffer of <see cref="ScratchLength"/> bytes.</param>
    public AddressListReader(ReadOnlySpan<byte> value, Span<byte> scratch)
    {
        scanner = new AddressScanner(value);
        this.scratch = scratch;
    }

    /// <summary>Whether addresses beyond the limit were left out.</summary>
    public readonly bool IsCut => count >= MaxAddresses && !scanner.Rest.IsEmpty;

    /// <summary>The length of the buffer for the addresses of a value.</summary>
    public static int ScratchLength(ReadOnlySpan<byte> value) => (2 * value.Length) + 2;

    /// <summary>Reads the next item; returns false at the end.</summary>
    public bool TryRead(out AddressItem item)
    {
        if (hasNextGroup)
        {
            hasNextGroup = false;
            item = BeginGroup(nextGroup);
            return true;
        }

        while (true)
        {
            if (SkipSeparators() || scanner.Rest.IsEmpty || count >= MaxAddresses)
            {
                item = new AddressItem { Kind = AddressItemKind.GroupEnd };
                bool endsGroup = inGroup;
                inGroup = false;
                return endsGroup;
            }

            count++;
            if (TryReadItem(out item))
            {
                return true;
            }
        }
    }

    // False: there is nothing that could be an address.
    private bool TryReadItem(out AddressItem item)
    {
        int before = scanner.Rest.Length;
        AddressScanner start = scanner;
        AddressWords words = new(scratch);
        scanner.ReadWords(ref words, WordSpacing.Phrase);
        switch (scanner.Next)
        {
            case (byte)':':
                scanner.Skip(1);
                item = ReadGroup(words.Text);
                break;
            case (byte)'<':
                item = ReadAngle(words.Text.IsEmpty ? words.Comment : words.Text);
                break;
            case (byte)'@':
                item = ReadBare(start);
                break;
            default:
                // "undisclosed recipients" is a name without an address; one word is a local part without a domain.
                bool isName = words.Text.IndexOf((byte)' ') >= 0 || words.Text.StartsWith("=?"u8);
                item = isName
                    ? new AddressItem { Kind = AddressItemKind.Address, Name = words.Text }
                    : new AddressItem { Kind = AddressItemKind.Address, Name = words.Comment, Mailbox = words.Text };
                break;
        }

        if (scanner.Rest.Length == before)
        {
            // A byte that can begin nothing: the next one may.
            scanner.Skip(1);
        }

        return item.Kind != AddressItemKind.Address
            || !(item.Name.IsEmpty && item.Mailbox.IsEmpty && item.Host.IsEmpty);
    }

    // addr-spec [comment], or addr-spec in the place of a name before an angle-addr
    private AddressItem ReadBare(AddressScanner start)
    {
        // All that the scanner knew, so that it finds the '@' again.
        scanner = start;
        ReadOnlySpan<byte> raw = start.Rest;
        AddressWords mailbox = new(scratch[..(scratch.Length / 2)]);
        scanner.ReadWords(ref mailbox, WordSpacing.LocalPart);
        scanner.Skip(1);
        AddressWords host = new(scratch[(scratch.Length / 2)..]);
        ReadDomain(ref host);
        if (scanner.Next == '<')
        {
            return ReadAngle(raw[..(raw.Length - scanner.Rest.Length)].Trim(" \t"u8));
        }

        return new AddressItem
        {
            Kind = AddressItemKind.Address,
            Name = host.Comment.IsEmpty ? mailbox.Comment : host.Comment,
            Mailbox = mailbox.Text,
            Host = host.Text,
        };
    }

    // angle-addr = "<" [obs-route] addr-spec ">"
    private AddressItem ReadAngle(ReadOnlySpan<byte> name)
    {
        // The name is in the scratch buffer or in the value; what follows is put after it.
        Span<byte> free = scratch[Math.Min(name.Length, scratch.Length)..];
        scanner.Skip(1);
        ReadOnlySpan<byte> route = ReadRoute();
        AddressWords mailbox = new(free);
        scanner.ReadWords(ref mailbox, WordSpacing.LocalPart);
        AddressWords host = new(free[mailbox.Length..]);
        if (scanner.Next == '@')
        {
            scanner.Skip(1);
            ReadDomain(ref host);
        }

        ReadOnlySpan<byte> rest = scanner.Rest;
        int close = rest.IndexOfAny((byte)'>', (byte)',');
        scanner.Rest = close < 0 ? default : rest[close] == '>' ? rest[(close + 1)..] : rest[close..];
        ReadOnlySpan<byte> comment = scanner.SkipBlanks();
        return new AddressItem
        {
            Kind = AddressItemKind.Address,
            Name = name.IsEmpty ? comment : name,
            Route = route,
            Mailbox = mailbox.Text,
            Host = host.Text,
        };
    }

    // obs-route = obs-domain-list ":"
    private ReadOnlySpan<byte> ReadRoute()
    {
        scanner.SkipBlanks();
        ReadOnlySpan<byte> rest = scanner.Rest;
        int colon = rest.IndexOf((byte)':');
        int close = rest.IndexOf((byte)'>');
        if (scanner.Next != '@' || colon < 0 || (close >= 0 && close < colon))
        {
            return default;
        }

        scanner.Skip(colon + 1);
        return rest[..colon].TrimEnd(" \t"u8);
    }

    private void ReadDomain(ref AddressWords host)
    {
        scanner.SkipBlanks();
        if (scanner.Next == '[')
        {
            // domain-literal
            int close = scanner.Rest.IndexOf((byte)']');
            int length = close < 0 ? scanner.Rest.Length : close + 1;
            host.Add(scanner.Rest[..length], separate: false);
            scanner.Skip(length);
        }

        scanner.ReadWords(ref host, WordSpacing.Domain);
    }

    // A group within a group ends the outer one.
    private AddressItem ReadGroup(ReadOnlySpan<byte> name)
    {
        if (!inGroup)
        {
            return BeginGroup(name);
        }

        inGroup = false;
        hasNextGroup = true;
        nextGroup = name;
        return new AddressItem { Kind = AddressItemKind.GroupEnd };
    }

    private AddressItem BeginGroup(ReadOnlySpan<byte> name)
    {
        inGroup = true;
        return new AddressItem { Kind = AddressItemKind.GroupBegin, Name = name };
    }

    // True: a group ends here.
    private bool SkipSeparators()
    {
        while (!scanner.Rest.IsEmpty)
        {
            scanner.SkipBlanks();
            if (scanner.Next is not ((byte)',' or (byte)';'))
            {
                return false;
            }

            bool endsGroup = scanner.Next == ';' && inGroup;
            scanner.Skip(1);
            if (endsGroup)
            {
                return true;
            }
        }

        return false;
    }
}

using System.Buffers;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// Reads the value of a MIME field: a token, and parameters after semicolons. Takes what real messages have: comments,
/// lost quotes, lost semicolons, unquoted values with spaces. RFC 2045 §5.1; RFC 2183 §2
/// </summary>
internal ref struct MimeValueReader(ReadOnlySpan<byte> value)
{
    // token := 1*<any (US-ASCII) CHAR except SPACE, CTLs, or tspecials>
    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create(
        "!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    private ReadOnlySpan<byte> rest = value;

    /// <summary>Whether nothing is left.</summary>
    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>A token; empty: there is none here.</summary>
    public ReadOnlySpan<byte> ReadToken()
    {
        SkipBlanks();
        int length = rest.IndexOfAnyExcept(TokenBytes);
        ReadOnlySpan<byte> token = length < 0 ? rest : rest[..length];
        rest = rest[token.Length..];
        return token;
    }

    /// <summary>A certain byte.</summary>
    public bool TryRead(byte expected)
    {
        SkipBlanks();
        if (rest.IsEmpty || rest[0] != expected)
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }

    /// <summary>Goes to just after the next byte of a kind, or to the end.</summary>
    public void SkipPast(byte mark)
    {
        int index = rest.IndexOf(mark);
        rest = index < 0 ? default : rest[(index + 1)..];
    }

    /// <summary>*(";" attribute "=" value)</summary>
    public List<MimeParameter> ReadParameters()
    {
        List<MimeParameter> parameters = [];
        while (!AtEnd)
        {
            while (TryRead((byte)';'))
            {
            }

            ReadOnlySpan<byte> name = ReadToken();
            if (name.IsEmpty || !TryRead((byte)'='))
            {
                SkipPast((byte)';');
                continue;
            }

            byte[] value = ReadParameterValue();
            byte[] capitals = name.ToUpperAscii();
            if (!parameters.Exists(parameter => parameter.Name.AsSpan().SequenceEqual(capitals)))
            {
                parameters.Add(new MimeParameter(capitals, value));
            }
        }

        return parameters;
    }

    private byte[] ReadParameterValue()
    {
        SkipBlanks();
        if (rest is [(byte)'"', ..])
        {
            return ReadQuoted();
        }

        int length = rest.IndexOf((byte)';');
        ReadOnlySpan<byte> plain = length < 0 ? rest : rest[..length];

        // File names without quotes may have spaces; but what has an equals sign is the next parameter.
        int space = plain.IndexOfAny((byte)' ', (byte)'\t');
        plain = space >= 0 && plain[space..].Contains((byte)'=') ? plain[..space] : plain;
        rest = rest[plain.Length..];

        // A comment may follow: charset=us-ascii (Plain text). Any other parenthesis is part of a file name.
        plain = plain.Trim(" \t"u8);
        int comment = plain is [.., (byte)')'] ? plain.IndexOf(" ("u8) : -1;
        return (comment < 0 ? plain : plain[..comment].TrimEnd(" \t"u8)).ToArray();
    }

    // quoted-string, whose closing quote may be lost
    private byte[] ReadQuoted()
    {
        var bytes = new byte[rest.Length];
        int count = 0;
        int index = 1;
        while (index < rest.Length && rest[index] != '"')
        {
            if (rest[index] == '\\' && index + 1 < rest.Length)
            {
                index++;
            }

            bytes[count++] = rest[index++];
        }

        rest = rest[Math.Min(index + 1, rest.Length)..];
        Array.Resize(ref bytes, count);
        return bytes;
    }

    // White space and comments, which nest.
    private void SkipBlanks()
    {
        int depth = 0;
        int index = 0;
        for (; index < rest.Length; index++)
        {
            byte next = rest[index];
            if (next == '\\' && depth > 0)
            {
                index++;
            }
            else if (next == '(')
            {
                depth++;
            }
            else if (next == ')' && depth > 0)
            {
                depth--;
            }
            else if (depth == 0 && next is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                break;
            }
        }

        rest = rest[Math.Min(index, rest.Length)..];
    }
}

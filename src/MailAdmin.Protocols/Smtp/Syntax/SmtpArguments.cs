using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Unicode;

namespace MailAdmin.Protocols.Smtp.Syntax;

/// <summary>
/// Reads the arguments of a command, one production of RFC 5321 §4.1.2 a method. What fails reads nothing.
/// </summary>
internal ref struct SmtpArguments(ReadOnlySpan<byte> bytes)
{
    private const int MaxPath = 320;
    private static readonly SearchValues<byte> PrintableButEquals =
        SearchValues.Create(Enumerable.Range(33, 94).Where(c => c != '=').Select(c => (byte)c).ToArray());

    // White space before the CRLF means nothing. RFC 5321 §4.1.1
    private ReadOnlySpan<byte> rest = bytes.TrimEnd(" \t"u8);

    /// <summary>Whether nothing is left.</summary>
    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>What is left.</summary>
    public readonly ReadOnlySpan<byte> Rest => rest;

    /// <summary>A literal in upper or lower case, as "FROM:".</summary>
    public bool TryReadKeyword(ReadOnlySpan<byte> keyword)
    {
        if (rest.Length < keyword.Length || !Ascii.EqualsIgnoreCase(rest[..keyword.Length], keyword))
        {
            return false;
        }

        rest = rest[keyword.Length..];
        return true;
    }

    /// <summary>SP, one or more: some clients are generous.</summary>
    public bool TryReadSpace()
    {
        ReadOnlySpan<byte> trimmed = rest.TrimStart((byte)' ');
        bool any = trimmed.Length < rest.Length;
        rest = trimmed;
        return any;
    }

    /// <summary>Bytes up to a space or the end, at least one.</summary>
    public bool TryReadWord(out ReadOnlySpan<byte> word)
    {
        int end = rest.IndexOf((byte)' ');
        word = end < 0 ? rest : rest[..end];
        rest = rest[word.Length..];
        return !word.IsEmpty;
    }

    /// <summary>1*DIGIT that fits in 63 bits.</summary>
    public bool TryReadNumber(out long number)
    {
        bool valid = System.Buffers.Text.Utf8Parser.TryParse(rest, out number, out int consumed)
            && rest[0] is >= (byte)'0' and <= (byte)'9'
            && (consumed == rest.Length || rest[consumed] == ' ');
        rest = valid ? rest[consumed..] : rest;
        return valid;
    }

    /// <summary>Domain / address-literal, as EHLO and HELO give it; underscores are common, so they pass.</summary>
    public bool TryReadClientName(out string name)
    {
        name = "";
        bool valid = rest.Length is > 0 and <= 255
            && (rest[0] == '[' ? TryParseLiteral(rest, out _) : IsClientDomain(rest));
        if (valid)
        {
            name = Encoding.ASCII.GetString(rest);
            rest = default;
        }

        return valid;
    }

    /// <summary>Path = "&lt;" [ A-d-l ":" ] Mailbox "&gt;"; or "&lt;&gt;"; or "&lt;Postmaster&gt;"</summary>
    public bool TryReadPath(out SmtpPath path)
    {
        path = default;
        ReadOnlySpan<byte> start = rest.TrimStart((byte)' ');
        int end = FindPathEnd(start);
        if (end < 0 || end > MaxPath || (end + 1 < start.Length && start[end + 1] != ' '))
        {
            return false;
        }

        if (!TryReadMailbox(SkipSourceRoute(start[1..end]), out path))
        {
            return false;
        }

        rest = start[(end + 1)..];
        return true;
    }

    /// <summary>esmtp-param = esmtp-keyword ["=" esmtp-value], after a space</summary>
    public bool TryReadParameter(out ReadOnlySpan<byte> keyword, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryReadSpace() || !TryReadWord(out keyword))
        {
            keyword = default;
            return false;
        }

        int equals = keyword.IndexOf((byte)'=');
        if (equals >= 0)
        {
            value = keyword[(equals + 1)..];
            keyword = keyword[..equals];
        }

        // esmtp-value = 1*(%d33-60 / %d62-126), and UTF-8 by RFC 6531 §3.3
        return IsKeyword(keyword) && (equals < 0 || (!value.IsEmpty && IsValue(value)));
    }

    /// <summary>IPv4-address-literal / IPv6-address-literal in brackets. RFC 5321 §4.1.3</summary>
    public static bool TryParseLiteral(ReadOnlySpan<byte> text, out IPAddress? address)
    {
        address = null;
        if (text.Length < 3 || text[0] != '[' || text[^1] != ']')
        {
            return false;
        }

        ReadOnlySpan<byte> inner = text[1..^1];
        ReadOnlySpan<byte> tag = "IPv6:"u8;
        bool isVersion6 = inner.Length > tag.Length && Ascii.EqualsIgnoreCase(inner[..tag.Length], tag);
        return isVersion6
            ? IPAddress.TryParse(inner[tag.Length..], out address)
                && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
                && !inner.Contains((byte)'%')
            : IPAddress.TryParse(inner, out address)
                && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
                && inner.Count((byte)'.') == 3;
    }

    // esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")
    private static bool IsKeyword(ReadOnlySpan<byte> keyword)
    {
        foreach (byte letter in keyword)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter != '-')
            {
                return false;
            }
        }

        return !keyword.IsEmpty && keyword[0] != '-';
    }

    private static bool IsValue(ReadOnlySpan<byte> value)
    {
        int other = value.IndexOfAnyExcept(PrintableButEquals);
        return other < 0
            || (Utf8.IsValid(value)
                && !value.ContainsAnyInRange((byte)0, (byte)32)
                && !value.ContainsAny((byte)'=', (byte)127));
    }

    private static bool IsClientDomain(ReadOnlySpan<byte> text)
    {
        foreach (byte letter in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'.' or (byte)'-' or (byte)'_'))
            {
                return false;
            }
        }

        return true;
    }

    // The ">" that is in no quoted string, or -1.
    private static int FindPathEnd(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != '<')
        {
            return -1;
        }

        bool quoted = false;
        for (int i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'"':
                    quoted = !quoted;
                    break;
                case (byte)'\\' when quoted:
                    i++;
                    break;
                case (byte)'>' when !quoted:
                    return i;
            }
        }

        return -1;
    }

    // A-d-l = At-domain *( "," At-domain ); MUST be accepted and SHOULD be ignored. RFC 5321 §4.1.1.3, appendix C
    private static ReadOnlySpan<byte> SkipSourceRoute(ReadOnlySpan<byte> path)
    {
        int colon = path.IsEmpty || path[0] != '@' ? -1 : path.IndexOf((byte)':');
        return colon < 0 ? path : path[(colon + 1)..];
    }

    private static bool TryReadMailbox(ReadOnlySpan<byte> mailbox, out SmtpPath path)
    {
        path = default;
        if (mailbox.IsEmpty)
        {
            path = SmtpPath.Null;
            return true;
        }

        if (!Utf8.IsValid(mailbox))
        {
            return false;
        }

        string text = Encoding.UTF8.GetString(mailbox);
        if (text.Equals("postmaster", StringComparison.OrdinalIgnoreCase))
        {
            path = SmtpPath.Postmaster;
            return true;
        }

        int at = text.LastIndexOf('@');
        if (at > 0
            && mailbox[^1] == ']'
            && TryParseLiteral(Encoding.UTF8.GetBytes(text[(at + 1)..]), out IPAddress? literal))
        {
            // Only the local part is checked by pretending a domain.
            bool valid = EmailAddress.TryParse(text[..at] + "@literal.invalid", out EmailAddress? pretended);
            path = valid ? SmtpPath.AtLiteral(pretended!.LocalPart, literal!) : default;
            return valid;
        }

        bool parsed = EmailAddress.TryParse(text, out EmailAddress? address);
        path = parsed ? SmtpPath.To(address!, isAscii: Ascii.IsValid(mailbox)) : default;
        return parsed;
    }
}

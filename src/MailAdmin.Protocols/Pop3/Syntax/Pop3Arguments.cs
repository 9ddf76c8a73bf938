using System.Buffers.Text;
using System.Text.Unicode;

namespace MailAdmin.Protocols.Pop3.Syntax;

/// <summary>Reads the arguments of a command. RFC 1939 §3, §9; RFC 2449 §4 (grammar)</summary>
internal ref struct Pop3Arguments(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>Whether nothing is left but white space, which some clients leave behind.</summary>
    public readonly bool AtEnd => rest.TrimEnd((byte)' ').IsEmpty;

    /// <summary>A message number, 1 or more, or a number of lines, 0 or more; then a space or the end.</summary>
    public bool TryReadNumber(int least, out int number)
    {
        bool valid = Utf8Parser.TryParse(rest, out number, out int consumed)
            && rest[0] is >= (byte)'0' and <= (byte)'9'
            && (consumed == rest.Length || rest[consumed] == ' ')
            && number >= least;
        rest = valid ? rest[consumed..].TrimStart((byte)' ') : rest;
        return valid;
    }

    /// <summary>Bytes up to a space or the end, at least one.</summary>
    public bool TryReadWord(out ReadOnlySpan<byte> word)
    {
        int end = rest.IndexOf((byte)' ');
        word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return !word.IsEmpty;
    }

    /// <summary>
    /// All that is left, as text: user names and passwords may have spaces in them (RFC 1939 §7, PASS).
    /// </summary>
    public readonly bool TryReadText(out string text)
    {
        bool valid = !rest.IsEmpty && Utf8.IsValid(rest);
        text = valid ? System.Text.Encoding.UTF8.GetString(rest) : "";
        return valid;
    }
}

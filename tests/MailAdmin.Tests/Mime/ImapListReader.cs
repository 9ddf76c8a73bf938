using System.Globalization;
using System.Text;

namespace MailAdmin.Tests.Mime;

/// <summary>
/// Reads IMAP's data forms strictly: a list is an <see cref="IReadOnlyList{T}"/>, a string a string (Latin-1), a number
/// a long, NIL null. Lists that follow each other need no space, as the grammar of addresses and bodies has it.
/// </summary>
internal sealed class ImapListReader
{
    private readonly byte[] bytes;
    private int position;

    private ImapListReader(ReadOnlySpan<byte> bytes)
    {
        this.bytes = bytes.ToArray();
    }

    /// <summary>Reads one value and nothing after it.</summary>
    public static object? Read(ReadOnlyMemory<byte> bytes)
    {
        ImapListReader reader = new(bytes.Span);
        object? value = reader.ReadValue();
        return reader.position == reader.bytes.Length ? value : throw reader.Malformed("something follows");
    }

    private object? ReadValue() => Peek() switch
    {
        (byte)'(' => ReadList(),
        (byte)'"' => ReadQuoted(),
        (byte)'{' => ReadLiteral(),
        (byte)'N' => ReadNil(),
        >= (byte)'0' and <= (byte)'9' => ReadNumber(),
        _ => throw Malformed("no value begins here"),
    };

    private List<object?> ReadList()
    {
        position++;
        List<object?> list = [ReadValue()];
        while (Peek() != ')')
        {
            if (Peek() == ' ')
            {
                position++;
            }
            else if (Peek() != '(' || list[^1] is not List<object?>)
            {
                throw Malformed("a space is missing");
            }

            list.Add(ReadValue());
        }

        position++;
        return list;
    }

    private string ReadQuoted()
    {
        StringBuilder text = new();
        for (position++; Peek() != '"'; position++)
        {
            if (Peek() == '\\')
            {
                position++;
                Require(Peek() is (byte)'"' or (byte)'\\', "an escape of something else");
            }

            Require(Peek() is > 0 and < 0x80 and not ((byte)'\r' or (byte)'\n'), "not for a quoted string");
            text.Append((char)Peek());
        }

        position++;
        return text.ToString();
    }

    private string ReadLiteral()
    {
        position++;
        int length = (int)ReadNumber();
        Require(bytes.AsSpan(position).StartsWith("}\r\n"u8), "a literal without line end");
        position += 3;
        ReadOnlySpan<byte> text = bytes.AsSpan(position, length);
        Require(!text.Contains((byte)0), "NUL in a literal");
        position += length;
        return Encoding.Latin1.GetString(text);
    }

    private object? ReadNil()
    {
        Require(bytes.AsSpan(position).StartsWith("NIL"u8), "an atom");
        position += 3;
        return null;
    }

    private long ReadNumber()
    {
        int start = position;
        while (position < bytes.Length && char.IsAsciiDigit((char)bytes[position]))
        {
            position++;
        }

        return long.Parse(Encoding.ASCII.GetString(bytes.AsSpan(start..position)), CultureInfo.InvariantCulture);
    }

    private byte Peek() => position < bytes.Length ? bytes[position] : throw Malformed("the end");

    private void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw Malformed(what);
        }
    }

    private FormatException Malformed(string what) =>
        new($"At {position}: {what} in {Encoding.Latin1.GetString(bytes)}");
}

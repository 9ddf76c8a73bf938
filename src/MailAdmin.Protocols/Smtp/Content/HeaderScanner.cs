using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace MailAdmin.Protocols.Smtp.Content;

/// <summary>
/// Notices where the header of a message ends and which fields it has, while the message passes in pieces, and keeps the
/// few values that are asked for. RFC 5322 §2.2; §4.5 (white space before the colon)
/// </summary>
internal sealed class HeaderScanner
{
    /// <summary>The most octets of a header. The longest lists of recipients that people send take a tenth of it.</summary>
    public const int Limit = 1 << 20;

    private const int LongestName = 10;
    private const int LongestValue = 64 << 10;
    private readonly ArrayBufferWriter<byte> from = new();
    private readonly ArrayBufferWriter<byte> sender = new();
    private ArrayBufferWriter<byte>? captured;
    private NameBuffer name;
    private int nameLength;
    private long size;
    private Place place = Place.LineStart;

    // Where in a line the next octet stands.
    private enum Place
    {
        LineStart,
        Name,
        AfterName,
        Value,
        Rest,
    }

    /// <summary>Whether the empty line was seen.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether the last octet ended a line, so that another field can follow.</summary>
    public bool IsAtLineStart => place == Place.LineStart;

    /// <summary>Whether it, or a value that is kept, is longer than it may be.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>How many Received fields there are: one a hop. RFC 5321 §6.3</summary>
    public int Received { get; private set; }

    /// <summary>Whether there is a Date field.</summary>
    public bool HasDate { get; private set; }

    /// <summary>Whether there is a Message-ID field.</summary>
    public bool HasMessageId { get; private set; }

    /// <summary>How many From fields there are; there may be one. RFC 5322 §3.6</summary>
    public int FromCount { get; private set; }

    /// <summary>How many Sender fields there are.</summary>
    public int SenderCount { get; private set; }

    /// <summary>The value of From, with its line ends.</summary>
    public ReadOnlyMemory<byte> From => from.WrittenMemory;

    /// <summary>The value of Sender, with its line ends.</summary>
    public ReadOnlyMemory<byte> Sender => sender.WrittenMemory;

    /// <summary>Looks at the next piece of a message whose header has not ended.</summary>
    /// <returns>Where in the piece the empty line begins; -1: not in it.</returns>
    public int Add(ReadOnlySpan<byte> piece)
    {
        int position = 0;
        while (position < piece.Length)
        {
            // A CR that is alone is refused elsewhere, so this one begins the empty line.
            if (place == Place.LineStart && piece[position] == '\r')
            {
                HasEnded = true;
                return Count(position);
            }

            if (place is Place.Value or Place.Rest)
            {
                position += TakeRest(piece[position..]);
            }
            else
            {
                TakeNameOctet(piece[position++]);
            }
        }

        Count(piece.Length);
        return -1;
    }

    private int Count(int octets)
    {
        size += octets;
        IsTooLarge |= size > Limit;
        return octets;
    }

    // Up to the end of the line, which is kept, too, where the value is.
    private int TakeRest(ReadOnlySpan<byte> octets)
    {
        int end = octets.IndexOf((byte)'\n');
        ReadOnlySpan<byte> taken = end < 0 ? octets : octets[..(end + 1)];
        if (place == Place.Value && captured is not null)
        {
            IsTooLarge |= captured.WrittenCount + taken.Length > LongestValue;
            if (!IsTooLarge)
            {
                captured.Write(taken);
            }
        }

        place = end < 0 ? place : Place.LineStart;
        return taken.Length;
    }

    private void TakeNameOctet(byte octet)
    {
        bool isBlank = octet is (byte)' ' or (byte)'\t';
        if (place == Place.LineStart && isBlank)
        {
            // The field before goes on.
            place = Place.Value;
            TakeRest([octet]);
            return;
        }

        if (place == Place.LineStart)
        {
            nameLength = 0;
            captured = null;
            place = Place.Name;
        }

        if (octet == ':')
        {
            place = Place.Value;
            Note(((ReadOnlySpan<byte>)name)[..Math.Min(nameLength, LongestName)], nameLength);
        }
        else if (octet == '\n')
        {
            place = Place.LineStart;
        }
        else if (isBlank)
        {
            place = Place.AfterName;
        }
        else if (place == Place.AfterName)
        {
            place = Place.Rest;
        }
        else
        {
            if (nameLength < LongestName)
            {
                name[nameLength] = octet;
            }

            nameLength++;
        }
    }

    private void Note(ReadOnlySpan<byte> start, int length)
    {
        if (length != start.Length)
        {
            return;
        }

        if (Ascii.EqualsIgnoreCase(start, "Received"u8))
        {
            Received++;
        }
        else if (Ascii.EqualsIgnoreCase(start, "Date"u8))
        {
            HasDate = true;
        }
        else if (Ascii.EqualsIgnoreCase(start, "Message-ID"u8))
        {
            HasMessageId = true;
        }
        else if (Ascii.EqualsIgnoreCase(start, "From"u8))
        {
            FromCount++;
            captured = from;
        }
        else if (Ascii.EqualsIgnoreCase(start, "Sender"u8))
        {
            SenderCount++;
            captured = sender;
        }
    }

    [InlineArray(LongestName)]
    private struct NameBuffer
    {
        private byte first;
    }
}

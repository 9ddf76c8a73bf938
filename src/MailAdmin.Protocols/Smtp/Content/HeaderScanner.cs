using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using MailAdmin.Protocols.Mime;

namespace MailAdmin.Protocols.Smtp.Content;

/// <summary>
/// Finds where the header of a message ends and which fields it has, while the message arrives in pieces, and keeps the
/// values of From, Sender and their Resent fields. RFC 5322 §2.2; §4.5 (white space before the colon)
/// </summary>
internal sealed class HeaderScanner
{
    /// <summary>The maximum size of a header: ten times the longest lists of recipients in use.</summary>
    public const int Limit = 1 << 20;

    // "Resent-Sender" after a byte order mark.
    private const int MaxName = 16;

    // One block of Resent fields a resending. RFC 5322 §3.6.6
    private const int MaxResent = 100;
    private const int MaxValue = 64 << 10;
    private readonly ArrayBufferWriter<byte> from = new();
    private readonly ArrayBufferWriter<byte> sender = new();
    private readonly List<ArrayBufferWriter<byte>> resent = [];
    private ArrayBufferWriter<byte>? captured;
    private NameBuffer name;
    private int nameLength;
    private long size;
    private Place place = Place.LineStart;

    // Where in a line the next byte stands.
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

    /// <summary>Whether the last byte ended a line, so that another field can follow.</summary>
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

    /// <summary>The values of all Resent-From and Resent-Sender fields, with their line ends.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Resent => resent.Select(value => value.WrittenMemory);

    /// <summary>Looks at the next piece of a message whose header has not ended.</summary>
    /// <returns>Where in the piece the empty line begins, or -1 when it is not in it.</returns>
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
                ReadNameByte(piece[position++]);
            }
        }

        Count(piece.Length);
        return -1;
    }

    private int Count(int bytes)
    {
        size += bytes;
        IsTooLarge |= size > Limit;
        return bytes;
    }

    // Up to the end of the line, which is kept, too, where the value is.
    private int TakeRest(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)'\n');
        ReadOnlySpan<byte> taken = end < 0 ? bytes : bytes[..(end + 1)];
        if (place == Place.Value && captured is not null)
        {
            IsTooLarge |= captured.WrittenCount + taken.Length > MaxValue;
            if (!IsTooLarge)
            {
                captured.Write(taken);
            }
        }

        place = end < 0 ? place : Place.LineStart;
        return taken.Length;
    }

    private void ReadNameByte(byte next)
    {
        bool isBlank = next is (byte)' ' or (byte)'\t';
        if (place == Place.LineStart && isBlank)
        {
            // A continuation line.
            place = Place.Value;
            TakeRest([next]);
            return;
        }

        if (place == Place.LineStart)
        {
            nameLength = 0;
            captured = null;
            place = Place.Name;
        }

        if (next == ':')
        {
            place = Place.Value;
            BeginField(((ReadOnlySpan<byte>)name)[..Math.Min(nameLength, MaxName)], nameLength);
        }
        else if (next == '\n')
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
            if (nameLength < MaxName)
            {
                name[nameLength] = next;
            }

            nameLength++;
        }
    }

    private void BeginField(ReadOnlySpan<byte> start, int length)
    {
        if (length != start.Length)
        {
            return;
        }

        start = HeaderLine.WithoutByteOrderMark(start);
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
        else if (Ascii.EqualsIgnoreCase(start, "Resent-From"u8) || Ascii.EqualsIgnoreCase(start, "Resent-Sender"u8))
        {
            IsTooLarge |= resent.Count == MaxResent;
            captured = new ArrayBufferWriter<byte>();
            resent.Add(captured);
        }
    }

    [InlineArray(MaxName)]
    private struct NameBuffer
    {
        private byte first;
    }
}

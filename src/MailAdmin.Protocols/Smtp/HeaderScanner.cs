using System.Runtime.CompilerServices;
using System.Text;

namespace MailAdmin.Protocols.Smtp;

/// <summary>Notices where the header of a message ends and which fields it has, while the message passes in pieces. RFC 5322 §2.2</summary>
internal struct HeaderScanner
{
    private const int LongestName = 11;
    private LinePrefix prefix;
    private int prefixLength;
    private bool atLineStart = true;

    public HeaderScanner()
    {
    }

    /// <summary>Whether the empty line was seen.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>How many Received fields there are: one a hop. RFC 5321 §6.3</summary>
    public int Received { get; private set; }

    /// <summary>Whether there is a Date field.</summary>
    public bool HasDate { get; private set; }

    /// <summary>Whether there is a Message-ID field.</summary>
    public bool HasMessageId { get; private set; }

    /// <summary>Looks at the next piece of a message whose header has not ended.</summary>
    /// <returns>Where in the piece the empty line begins; -1: not in it.</returns>
    public int Add(ReadOnlySpan<byte> piece)
    {
        int position = 0;
        while (position < piece.Length)
        {
            // A CR that is alone is refused elsewhere, so this one begins the empty line.
            if (atLineStart && piece[position] == '\r')
            {
                HasEnded = true;
                return position;
            }

            int end = piece[position..].IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? piece[position..] : piece.Slice(position, end);
            int kept = Math.Min(line.Length, LongestName - prefixLength);
            line[..kept].CopyTo(((Span<byte>)prefix)[prefixLength..]);
            prefixLength += kept;
            atLineStart = end >= 0;
            position += line.Length + 1;
            if (atLineStart)
            {
                Note(((ReadOnlySpan<byte>)prefix)[..prefixLength]);
                prefixLength = 0;
            }
        }

        return -1;
    }

    private void Note(ReadOnlySpan<byte> line)
    {
        Received += Begins(line, "Received:"u8) ? 1 : 0;
        HasDate |= Begins(line, "Date:"u8);
        HasMessageId |= Begins(line, "Message-ID:"u8);
    }

    private static bool Begins(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.Length >= name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name);

    [InlineArray(LongestName)]
    private struct LinePrefix
    {
        private byte first;
    }
}

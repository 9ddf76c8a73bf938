using System.Buffers;
using System.Text;

namespace MailAdmin.Protocols.Smtp.Content;

/// <summary>Takes Bcc and Resent-Bcc out of a header that passes in pieces; every other octet stays as it is. RFC 5322 §3.6.3, §3.6.6</summary>
internal sealed class BccFilter
{
    // A line is held back until its name is known; white space before the colon is no reason to hold back more.
    private const int MostHeld = 1_000;
    private readonly ArrayBufferWriter<byte> output = new();
    private readonly List<byte> held = [];
    private Place place = Place.LineStart;
    private bool isDropping;

    private enum Place
    {
        LineStart,
        Name,
        Rest,
    }

    /// <summary>What stays of a piece, with what was held back before; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Filter(ReadOnlySpan<byte> piece)
    {
        output.ResetWrittenCount();
        while (!piece.IsEmpty)
        {
            if (place == Place.Rest)
            {
                int end = piece.IndexOf((byte)'\n');
                ReadOnlySpan<byte> taken = end < 0 ? piece : piece[..(end + 1)];
                output.Write(isDropping ? default : taken);
                place = end < 0 ? Place.Rest : Place.LineStart;
                piece = piece[taken.Length..];
            }
            else if (place == Place.LineStart && piece[0] is (byte)' ' or (byte)'\t')
            {
                // The field before goes on, and its fate with it.
                place = Place.Rest;
            }
            else
            {
                TakeNameOctet(piece[0]);
                piece = piece[1..];
            }
        }

        return output.WrittenMemory;
    }

    /// <summary>Nothing of the header follows: what was held back stays.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        output.ResetWrittenCount();
        Release();
        return output.WrittenMemory;
    }

    private void TakeNameOctet(byte octet)
    {
        place = Place.Name;
        held.Add(octet);
        if (octet != ':' && octet != '\n' && held.Count < MostHeld)
        {
            return;
        }

        isDropping = octet == ':' && IsBcc();
        if (isDropping)
        {
            held.Clear();
        }

        Release();
        place = octet == '\n' ? Place.LineStart : Place.Rest;
    }

    private bool IsBcc()
    {
        ReadOnlySpan<byte> name = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(held)[..^1].TrimEnd(" \t"u8);
        return Ascii.EqualsIgnoreCase(name, "Bcc"u8) || Ascii.EqualsIgnoreCase(name, "Resent-Bcc"u8);
    }

    private void Release()
    {
        output.Write(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(held));
        held.Clear();
    }
}

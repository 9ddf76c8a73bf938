using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using MailAdmin.Protocols.Mime;

namespace MailAdmin.Protocols.Smtp.Content;

/// <summary>
/// Removes Bcc and Resent-Bcc from a header that arrives in pieces; every other byte stays as it is. RFC 5322 §3.6.3,
/// §3.6.6
/// </summary>
internal sealed class BccFilter
{
    // A line is buffered until its name is known, up to this many bytes.
    private const int MaxHeld = 1_000;
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

    /// <summary>Returns what remains of a piece, after what was buffered before; valid until the next call.</summary>
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
                // A continuation line, treated as the field it belongs to.
                place = Place.Rest;
            }
            else
            {
                ReadNameByte(piece[0]);
                piece = piece[1..];
            }
        }

        return output.WrittenMemory;
    }

    /// <summary>Ends the header and returns what is still buffered.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        output.ResetWrittenCount();
        Release();
        return output.WrittenMemory;
    }

    private void ReadNameByte(byte next)
    {
        place = Place.Name;
        held.Add(next);
        if (next != ':' && next != '\n' && held.Count < MaxHeld)
        {
            return;
        }

        isDropping = next == ':' && IsBcc();
        if (isDropping)
        {
            held.Clear();
        }

        Release();
        place = next == '\n' ? Place.LineStart : Place.Rest;
    }

    private bool IsBcc()
    {
        return HeaderLine.TrySplit(CollectionsMarshal.AsSpan(held), out ReadOnlySpan<byte> name, out _)
            && (Ascii.EqualsIgnoreCase(name, "Bcc"u8) || Ascii.EqualsIgnoreCase(name, "Resent-Bcc"u8));
    }

    private void Release()
    {
        output.Write(CollectionsMarshal.AsSpan(held));
        held.Clear();
    }
}

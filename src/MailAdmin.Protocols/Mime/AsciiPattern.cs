using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// Finds ASCII in bytes in upper or lower case. Compares the two rarest bytes of the pattern at 32 places at once and
/// looks closer only where both fit.
/// </summary>
internal sealed class AsciiPattern
{
    // From the most to the least frequent; what is not here is rarer.
    private const string Frequencies = " etaoinshrdlcumwfgypb-.\r\n0123456789vkjxqz";

    private readonly byte[] pattern;
    private readonly int first;
    private readonly int second;

    /// <param name="pattern">ASCII, at least one byte.</param>
    public AsciiPattern(ReadOnlySpan<byte> pattern)
    {
        this.pattern = pattern.ToArray();
        int[] byRarity =
            [.. Enumerable.Range(0, pattern.Length).OrderByDescending(index => Rarity(this.pattern[index]))];
        first = byRarity[0];
        second = byRarity.Length > 1 ? byRarity[1] : first;
    }

    /// <summary>Whether it is in a text.</summary>
    public bool IsIn(ReadOnlySpan<byte> text)
    {
        int places = text.Length - pattern.Length + 1;
        if (places < Vector256<byte>.Count)
        {
            return IsInShort(text, 0, places);
        }

        ref byte start = ref MemoryMarshal.GetReference(text);
        (Vector256<byte> firstMask, Vector256<byte> firstByte) = Probe(pattern[first]);
        (Vector256<byte> secondMask, Vector256<byte> secondByte) = Probe(pattern[second]);
        for (int place = 0; place < places; place += Vector256<byte>.Count)
        {
            // The last step goes back a little rather than over the end.
            place = Math.Min(place, places - Vector256<byte>.Count);
            Vector256<byte> fits =
                Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)(place + first)) | firstMask, firstByte)
                & Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)(place + second)) | secondMask, secondByte);
            for (uint candidates = fits.ExtractMostSignificantBits(); candidates != 0; candidates &= candidates - 1)
            {
                if (IsAt(text, place + BitOperations.TrailingZeroCount(candidates)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsInShort(ReadOnlySpan<byte> text, int from, int to)
    {
        for (int place = from; place < to; place++)
        {
            if (IsAt(text, place))
            {
                return true;
            }
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsAt(ReadOnlySpan<byte> text, int place) =>
        Ascii.EqualsIgnoreCase(text.Slice(place, pattern.Length), pattern);

    // A letter is compared with bit 5 set, which makes both cases one.
    private static (Vector256<byte> Mask, Vector256<byte> Byte) Probe(byte letter) =>
        char.IsAsciiLetter((char)letter)
            ? (Vector256.Create((byte)0x20), Vector256.Create((byte)(letter | 0x20)))
            : (Vector256<byte>.Zero, Vector256.Create(letter));

    private static int Rarity(byte letter)
    {
        int frequency = Frequencies.IndexOf(char.ToLowerInvariant((char)letter), StringComparison.Ordinal);
        return frequency < 0 ? Frequencies.Length : frequency;
    }
}

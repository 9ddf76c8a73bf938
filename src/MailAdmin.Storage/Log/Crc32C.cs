using System.Buffers.Binary;
using System.Numerics;

namespace MailAdmin.Storage.Log;

/// <summary>CRC-32C (Castagnoli), RFC 3720 appendix B.4; by the processor's own instruction where it has one.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of octets.</summary>
    public static uint Compute(ReadOnlySpan<byte> octets) => Append(0, octets);

    /// <summary>
    /// The checksum of what <paramref name="checksum"/> is of, followed by octets; begins with 0 or a seed.
    /// </summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> octets)
    {
        uint state = ~checksum;
        while (octets.Length >= sizeof(ulong))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(octets));
            octets = octets[sizeof(ulong)..];
        }

        foreach (byte octet in octets)
        {
            state = BitOperations.Crc32C(state, octet);
        }

        return ~state;
    }
}

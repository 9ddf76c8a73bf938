using System.Buffers.Binary;
using System.Numerics;

namespace MailAdmin.Storage.Log;

/// <summary>CRC-32C (Castagnoli), RFC 3720 appendix B.4; by the processor's own instruction where it has one.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>
    /// The checksum of what <paramref name="checksum"/> is of, followed by bytes; begins with 0 or a seed.
    /// </summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        uint state = ~checksum;
        while (bytes.Length >= sizeof(ulong))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte rest in bytes)
        {
            state = BitOperations.Crc32C(state, rest);
        }

        return ~state;
    }
}

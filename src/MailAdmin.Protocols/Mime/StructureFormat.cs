using System.Buffers.Binary;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// The octets of a structure, all numbers little-endian:
/// <code>
///  0  u8   version, 1
///  1  u8   0
///  2  u16  count of parts, the message included
///  4  i32  octets of ENVELOPE
///  8  i32  octets of BODY
/// 12  i32  octets of BODYSTRUCTURE
/// 16  i32  day of the Date field, counted from 0001-01-01; -1: none that can be read
/// 20  5 × i32  octets of the texts of Subject, From, To, Cc, Bcc; -1: no such field; -2: too long to be kept
/// 40  the five texts, near the beginning so that a search touches little memory: decoded and folded as SEARCH
///              compares them, in UTF-8
///  …  parts, 32 octets each, parents before children:
///      0  u16  index of the parent; the message is its own
///      2  u16  number among the parts of a multipart, from 1; 0: it is a message
///      4  u8   kind
///      5  u8   transfer encoding
///      6  u16  code page of its text; 0: unknown
///      8  i64  where its header begins
///     16  i64  where its content begins
///     24  i64  where it ends
///  …  ENVELOPE, BODY, BODYSTRUCTURE
/// </code>
/// What is written with another version is derived anew.
/// </summary>
internal static class StructureFormat
{
    public const byte Version = 1;
    public const int PartCountAt = 2;
    public const int EnvelopeLengthAt = 4;
    public const int BodyLengthAt = 8;
    public const int BodyStructureLengthAt = 12;
    public const int SentDayAt = 16;
    public const int TextLengthsAt = 20;
    public const int TextCount = 5;
    public const int TextsAt = TextLengthsAt + (TextCount * sizeof(int));
    public const int PartSize = 32;

    /// <summary>The length of a text that the header does not have.</summary>
    public const int NoText = -1;

    /// <summary>The length of a text that is not kept: the header must be read.</summary>
    public const int TextNotKept = -2;

    /// <summary>Whether octets are a structure of this version and whole.</summary>
    public static bool IsValid(ReadOnlySpan<byte> structure)
    {
        if (structure.Length < TextsAt || structure[0] != Version)
        {
            return false;
        }

        long length = TextsAt + (PartSize * (long)BinaryPrimitives.ReadUInt16LittleEndian(structure[PartCountAt..]));
        length += Math.Max(0, ReadInt(structure, EnvelopeLengthAt));
        length += Math.Max(0, ReadInt(structure, BodyLengthAt));
        length += Math.Max(0, ReadInt(structure, BodyStructureLengthAt));
        for (int index = 0; index < TextCount; index++)
        {
            length += Math.Max(0, ReadInt(structure, TextLengthsAt + (index * sizeof(int))));
        }

        return length == structure.Length;
    }

    /// <summary>A number at a place.</summary>
    public static int ReadInt(ReadOnlySpan<byte> structure, int at) => BinaryPrimitives.ReadInt32LittleEndian(structure[at..]);
}

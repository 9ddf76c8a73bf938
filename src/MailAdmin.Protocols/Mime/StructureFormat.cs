using System.Buffers.Binary;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// The bytes of a structure, all numbers little-endian:
/// <code>
///  0  u8   version, 2
///  1  u8   0
///  2  u16  count of parts, the message included
///  4  i32  bytes of ENVELOPE
///  8  i32  bytes of BODY
/// 12  i32  bytes of BODYSTRUCTURE
/// 16  i32  day of the Date field, counted from 0001-01-01; -1: none that can be read
/// 20  5 × i32  bytes of the texts of Subject, From, To, Cc, Bcc; -1: no such field; -2: too long to be kept
/// 40  the five texts, near the beginning so that a search touches little memory: decoded and folded as SEARCH
///              compares them, in UTF-8
///  …  parts, 32 bytes each, parents before children:
///      0  u16  index of the parent; the message is its own
///      2  u16  number among the parts of a multipart, from 1; 0: it is a message
///      4  u8   kind
///      5  u8   transfer encoding
///      6  u16  code page of its text; 0: unknown
///      8  i64  where its header begins
///     16  i64  where its content begins
///     24  i64  where it ends
///  …  ENVELOPE, BODY, BODYSTRUCTURE
///  …  from version 2 on: the decoded subject and the Message-ID, in UTF-8; u16 bytes of each; 65535: no such field
/// </code>
/// Version 1 is read, too: only what it lacks is derived again. So is what has another version.
/// </summary>
internal static class StructureFormat
{
    public const byte Version = 2;
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
    public const int TextNotStored = -2;

    /// <summary>The number of bytes at the end that hold the lengths of the summary.</summary>
    public const int SummaryLengthsSize = 2 * sizeof(ushort);

    /// <summary>The length of a summary's text that the message does not have.</summary>
    public const ushort NoSummaryText = ushort.MaxValue;

    private const byte VersionWithoutSummary = 1;

    /// <summary>Whether the structure has a summary at its end.</summary>
    public static bool HasSummary(ReadOnlySpan<byte> structure) => structure[0] != VersionWithoutSummary;

    /// <summary>Whether bytes are a structure of a version that can be read, and complete.</summary>
    public static bool IsValid(ReadOnlySpan<byte> structure)
    {
        if (structure.Length < TextsAt + SummaryLengthsSize || structure[0] is not (Version or VersionWithoutSummary))
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

        if (HasSummary(structure))
        {
            (int subject, int messageId) = ReadSummaryLengths(structure);
            length += Math.Max(0, subject) + Math.Max(0, messageId) + SummaryLengthsSize;
        }

        return length == structure.Length;
    }

    /// <summary>The bytes of subject and Message-ID, or -1 for a field that the message does not have.</summary>
    public static (int Subject, int MessageId) ReadSummaryLengths(ReadOnlySpan<byte> structure)
    {
        ReadOnlySpan<byte> lengths = structure[^SummaryLengthsSize..];
        return (ReadLength(lengths), ReadLength(lengths[sizeof(ushort)..]));

        static int ReadLength(ReadOnlySpan<byte> at) =>
            BinaryPrimitives.ReadUInt16LittleEndian(at) is var length && length == NoSummaryText ? -1 : length;
    }

    /// <summary>A number at a place.</summary>
    public static int ReadInt(ReadOnlySpan<byte> structure, int at) =>
        BinaryPrimitives.ReadInt32LittleEndian(structure[at..]);
}

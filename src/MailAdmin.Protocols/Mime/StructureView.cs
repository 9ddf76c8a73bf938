using System.Buffers.Binary;

namespace MailAdmin.Protocols.Mime;

/// <summary>A structure to be read: the answers to FETCH as they go over the wire, and where each part lies.</summary>
public readonly struct StructureView
{
    private readonly ReadOnlyMemory<byte> structure;

    internal StructureView(ReadOnlyMemory<byte> structure)
    {
        this.structure = structure;
    }

    /// <summary>ENVELOPE, in IMAP's form.</summary>
    public ReadOnlyMemory<byte> Envelope =>
        structure.Slice(EnvelopeAt, StructureFormat.ReadInt(structure.Span, StructureFormat.EnvelopeLengthAt));

    /// <summary>BODY, in IMAP's form.</summary>
    public ReadOnlyMemory<byte> Body =>
        structure.Slice(BodyAt, StructureFormat.ReadInt(structure.Span, StructureFormat.BodyLengthAt));

    /// <summary>BODYSTRUCTURE, in IMAP's form.</summary>
    public ReadOnlyMemory<byte> BodyStructure =>
        structure.Slice(
            BodyStructureAt, StructureFormat.ReadInt(structure.Span, StructureFormat.BodyStructureLengthAt));

    /// <summary>How many parts there are, the message included.</summary>
    internal int PartCount => BinaryPrimitives.ReadUInt16LittleEndian(structure.Span[StructureFormat.PartCountAt..]);

    /// <summary>The day that the Date field names, in its own zone, or null when there is none.</summary>
    internal DateOnly? SentDate =>
        StructureFormat.ReadInt(structure.Span, StructureFormat.SentDayAt) is >= 0 and var day
            ? DateOnly.FromDayNumber(day)
            : null;

    /// <summary>Subject and Message-ID, or null when the structure is older than they are.</summary>
    internal MessageSummary? Summary =>
        StructureFormat.HasSummary(structure.Span) ? MessageSummary.ReadFrom(structure.Span) : null;

    private int PartsAt
    {
        get
        {
            ReadOnlySpan<byte> span = structure.Span;
            int at = StructureFormat.TextsAt;
            for (int index = 0; index < StructureFormat.TextCount; index++)
            {
                at += Math.Max(StructureFormat.ReadInt(span, StructureFormat.TextLengthsAt + (index * sizeof(int))), 0);
            }

            return at;
        }
    }

    private int EnvelopeAt => PartsAt + (PartCount * StructureFormat.PartSize);

    private int BodyAt => EnvelopeAt + StructureFormat.ReadInt(structure.Span, StructureFormat.EnvelopeLengthAt);

    private int BodyStructureAt => BodyAt + StructureFormat.ReadInt(structure.Span, StructureFormat.BodyLengthAt);

    /// <summary>Finds the bytes of a section. RFC 9051 §6.4.5.1</summary>
    /// <param name="path">The part numbers; none: the message.</param>
    /// <param name="part">What of it.</param>
    /// <param name="range">Where the bytes lie.</param>
    /// <returns>False when the message has no such section.</returns>
    public bool TryLocate(ReadOnlySpan<uint> path, SectionPart part, out ByteRange range)
    {
        range = default;
        if (path.IsEmpty)
        {
            PartEntry message = Part(0);
            range = part switch
            {
                SectionPart.Content => new ByteRange(0, message.End),
                SectionPart.Header => message.Header,
                _ => message.Content,
            };
            return part != SectionPart.Mime;
        }

        if (!TryFind(path, out int index))
        {
            return false;
        }

        PartEntry found = Part(index);
        if (part is SectionPart.Content or SectionPart.Mime)
        {
            range = part == SectionPart.Content ? found.Content : found.Header;
            return true;
        }

        // HEADER and TEXT are those of the message inside, which follows the part that holds it.
        if (found.Kind != PartKind.Message)
        {
            return false;
        }

        PartEntry inner = Part(index + 1);
        range = part == SectionPart.Header ? inner.Header : inner.Content;
        return true;
    }

    /// <summary>A part.</summary>
    internal PartEntry Part(int index) =>
        PartEntry.Read(structure.Span.Slice(PartsAt + (index * StructureFormat.PartSize), StructureFormat.PartSize));

    /// <summary>The text of a field as SEARCH compares it.</summary>
    /// <returns>Its length, or why it has none; see <see cref="StructureFormat"/>.</returns>
    internal int TryGetText(SearchField field, out ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> span = structure.Span;
        int at = StructureFormat.TextsAt;
        int length = StructureFormat.ReadInt(span, StructureFormat.TextLengthsAt);
        for (int index = 1; index <= (int)field; index++)
        {
            at += Math.Max(length, 0);
            length = StructureFormat.ReadInt(span, StructureFormat.TextLengthsAt + (index * sizeof(int)));
        }

        text = length > 0 ? span.Slice(at, length) : default;
        return length;
    }

    // In a message that is no multipart, part 1 is its text. RFC 9051 §6.4.5.1
    private bool TryFind(ReadOnlySpan<uint> path, out int index)
    {
        index = 0;
        bool atMessage = true;
        foreach (uint number in path)
        {
            if (Part(index).Kind == PartKind.Message && !atMessage)
            {
                index++;
                atMessage = true;
            }

            if (Part(index).Kind == PartKind.Multipart)
            {
                if (!TryFindChild(index, number, out index))
                {
                    return false;
                }
            }
            else if (!atMessage || number != 1)
            {
                return false;
            }

            atMessage = false;
        }

        return true;
    }

    private bool TryFindChild(int parent, uint number, out int index)
    {
        int count = PartCount;
        for (index = parent + 1; number > 0 && index < count; index++)
        {
            PartEntry entry = Part(index);
            if (entry.Parent == parent && entry.Number == number)
            {
                return true;
            }
        }

        return false;
    }
}

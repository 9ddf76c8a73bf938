using System.Buffers.Binary;
using MailAdmin.Contracts;
using MimeKit.Utils;

namespace MailAdmin.Protocols.Mime;

/// <summary>Makes an outline: reads the message once, in pieces, and writes down what FETCH and SEARCH will ask for.</summary>
internal static class OutlineBuilder
{
    // A text of a header that is longer is read from the message when it is searched for.
    private const int MaximalText = 2 << 10;

    private static readonly KnownField[] TextFields =
        [KnownField.From, KnownField.To, KnownField.Cc, KnownField.Bcc, KnownField.Subject];

    /// <summary>Derives an outline.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> BuildAsync(
        MessageContent content, ServerLimits limits, CancellationToken cancellationToken)
    {
        using HeaderCapture capture = new();
        MimePart message = await ParseAsync(content, capture, limits, cancellationToken);
        return Write(message, capture);
    }

    private static async ValueTask<MimePart> ParseAsync(
        MessageContent content, HeaderCapture capture, ServerLimits limits, CancellationToken cancellationToken)
    {
        MimeStructureParser parser = new(capture, limits);
        using LineReader reader = new(content, new OctetRange(0, content.Length));
        do
        {
            while (!parser.IsPlainContent && reader.TryRead(out LineFragment line))
            {
                parser.Line(line);
            }

            if (parser.IsPlainContent && reader.TryReadBlock(out ReadOnlySpan<byte> block))
            {
                parser.Block(block);
            }
        }
        while (await reader.FillAsync(cancellationToken));

        return parser.Finish(content.Length);
    }

    private static byte[] Write(MimePart message, HeaderCapture capture)
    {
        using WireWriter text = new(2 << 10);
        EnvelopeWriter.Write(message, capture, text);
        int envelope = text.Length;
        new BodyStructureWriter(capture, text, extended: false).Write(message);
        int body = text.Length;
        new BodyStructureWriter(capture, text, extended: true).Write(message);
        int structure = text.Length;

        List<MimePart> parts = [];
        Dictionary<MimePart, int> indexes = [];
        Collect(message, parts, indexes);

        Span<int> lengths = stackalloc int[OutlineFormat.TextCount];
        for (int index = 0; index < lengths.Length; index++)
        {
            lengths[index] = WriteText(TextFields[index], message, capture, text);
        }

        int partsEnd = OutlineFormat.PartsAt + (parts.Count * OutlineFormat.PartSize);
        byte[] outline = new byte[partsEnd + text.Length];
        outline[0] = OutlineFormat.Version;
        BinaryPrimitives.WriteUInt16LittleEndian(outline.AsSpan(OutlineFormat.PartCountAt), (ushort)parts.Count);
        WriteInt(outline, OutlineFormat.EnvelopeLengthAt, envelope);
        WriteInt(outline, OutlineFormat.BodyLengthAt, body - envelope);
        WriteInt(outline, OutlineFormat.BodyStructureLengthAt, structure - body);
        WriteInt(outline, OutlineFormat.SentDayAt, SentDay(message, capture));
        for (int index = 0; index < lengths.Length; index++)
        {
            WriteInt(outline, OutlineFormat.TextLengthsAt + (index * sizeof(int)), lengths[index]);
        }

        for (int index = 0; index < parts.Count; index++)
        {
            MimePart part = parts[index];
            int parent = part.Parent is null ? 0 : indexes[part.Parent];
            PartEntry entry = new(
                parent, part.Number, part.Kind, part.Encoding, part.CodePage, part.Start, part.ContentStart, part.ContentEnd);
            entry.Write(outline.AsSpan(OutlineFormat.PartsAt + (index * OutlineFormat.PartSize)));
        }

        text.Written.CopyTo(outline.AsSpan(partsEnd));
        return outline;
    }

    private static void Collect(MimePart part, List<MimePart> parts, Dictionary<MimePart, int> indexes)
    {
        indexes.Add(part, parts.Count);
        parts.Add(part);
        foreach (MimePart child in part.Children)
        {
            Collect(child, parts, indexes);
        }
    }

    private static int WriteText(KnownField field, MimePart message, HeaderCapture capture, WireWriter output)
    {
        int start = output.Length;
        int index = capture.Find(field, message.FirstField, message.EndField);
        if (index < 0)
        {
            return OutlineFormat.NoText;
        }

        for (; index >= 0; index = capture.Find(field, index + 1, message.EndField))
        {
            ReadOnlySpan<byte> value = capture.Value(index);
            if (value.Length + output.Length - start > MaximalText)
            {
                output.Truncate(start);
                return OutlineFormat.TextNotKept;
            }

            // A line end between fields keeps a search from finding what spans two of them.
            output.Raw(output.Length == start ? default : "\n"u8);
            FieldText.WriteFolded(value, output);
        }

        return output.Length - start;
    }

    private static int SentDay(MimePart message, HeaderCapture capture)
    {
        int index = capture.Find(KnownField.Date, message.FirstField, message.EndField);
        if (index < 0 || !DateUtils.TryParse(capture.Value(index).ToArray(), out DateTimeOffset date))
        {
            return -1;
        }

        return DateOnly.FromDateTime(date.Date).DayNumber;
    }

    private static void WriteInt(byte[] outline, int at, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(outline.AsSpan(at), value);
}

using System.Buffers.Binary;
using MailAdmin.Contracts;
using MimeKit.Utils;

namespace MailAdmin.Protocols.Mime;

/// <summary>Derives a structure: reads the message once, in pieces, and writes what FETCH and SEARCH need.</summary>
internal static class StructureBuilder
{
    // A text of a header that is longer is read from the message when it is searched for.
    private const int MaxText = 2 << 10;

    private static readonly KnownField[] TextFields =
        [KnownField.Subject, KnownField.From, KnownField.To, KnownField.Cc, KnownField.Bcc];

    /// <summary>Derives a structure.</summary>
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
        using MessageLineReader reader = new(content, new ByteRange(0, content.Length));
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
        using WireWriter output = new(2 << 10);
        Span<byte> start = stackalloc byte[StructureFormat.TextsAt];
        start.Clear();
        start[0] = StructureFormat.Version;
        output.Raw(start);
        for (int index = 0; index < TextFields.Length; index++)
        {
            WriteInt(
                start,
                StructureFormat.TextLengthsAt + (index * sizeof(int)),
                WriteText(TextFields[index], message, capture, output));
        }

        int parts = WriteParts(message, 0, 0, output);
        BinaryPrimitives.WriteUInt16LittleEndian(start[StructureFormat.PartCountAt..], (ushort)parts);
        WriteInt(start, StructureFormat.SentDayAt, SentDay(message, capture));

        int before = output.Length;
        EnvelopeWriter.Write(message, capture, output);
        WriteInt(start, StructureFormat.EnvelopeLengthAt, output.Length - before);
        before = output.Length;
        new BodyStructureWriter(capture, output, extended: false).Write(message);
        WriteInt(start, StructureFormat.BodyLengthAt, output.Length - before);
        before = output.Length;
        new BodyStructureWriter(capture, output, extended: true).Write(message);
        WriteInt(start, StructureFormat.BodyStructureLengthAt, output.Length - before);

        MessageSummary.Read(message, capture).Write(output);
        byte[] structure = output.Written.ToArray();
        start.CopyTo(structure);
        return structure;
    }

    // Parents before children; yields how many entries there are then.
    private static int WriteParts(MimePart part, int parent, int count, WireWriter output)
    {
        Span<byte> bytes = stackalloc byte[StructureFormat.PartSize];
        PartEntry entry = new(
            parent,
            part.Number,
            part.Kind,
            part.Encoding,
            part.CodePage,
            part.Start,
            part.ContentStart,
            part.ContentEnd);
        entry.Write(bytes);
        output.Raw(bytes);
        int own = count++;
        foreach (MimePart child in part.Children)
        {
            count = WriteParts(child, own, count, output);
        }

        return count;
    }

    private static int WriteText(KnownField field, MimePart message, HeaderCapture capture, WireWriter output)
    {
        int start = output.Length;
        int index = capture.Find(field, message.FirstField, message.EndField);
        if (index < 0)
        {
            return StructureFormat.NoText;
        }

        for (; index >= 0; index = capture.Find(field, index + 1, message.EndField))
        {
            ReadOnlySpan<byte> value = capture.Value(index);
            if (value.Length + output.Length - start > MaxText)
            {
                output.Truncate(start);
                return StructureFormat.TextNotStored;
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

    private static void WriteInt(Span<byte> start, int at, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(start[at..], value);
}

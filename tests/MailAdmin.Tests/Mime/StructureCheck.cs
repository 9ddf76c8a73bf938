using System.Text;
using MailAdmin.Protocols.Mime;

namespace MailAdmin.Tests.Mime;

/// <summary>What holds for the structure of any message, whatever its bytes.</summary>
internal static class StructureCheck
{
    /// <summary>
    /// Derives the structure of a message and checks everything that can be checked without knowing it.
    /// </summary>
    public static async ValueTask<(
        StructureView Structure, BodyPart BodyStructure)> RunAsync(byte[] message, ServerLimits? limits = null)
    {
        StructureView structure = await MessageStructure.OpenAsync(
            new MemoryContent(message), limits ?? new ServerLimits(), TestContext.Current.CancellationToken);
        EnvelopeText.Check(ImapListReader.Read(structure.Envelope));
        var bodyStructure = BodyPart.Read(ImapListReader.Read(structure.BodyStructure), extended: true);
        var basic = BodyPart.Read(ImapListReader.Read(structure.Body), extended: false);
        Assert.Equal(bodyStructure.All.Select(Describe), basic.All.Select(Describe));

        Assert.True(structure.TryLocate([], SectionPart.Content, out ByteRange whole));
        Assert.True(structure.TryLocate([], SectionPart.Header, out ByteRange header));
        Assert.True(structure.TryLocate([], SectionPart.Text, out ByteRange text));
        Assert.Equal(new ByteRange(0, message.Length), whole);
        Assert.Equal(0, header.Offset);
        Assert.Equal(header.End, text.Offset);
        Assert.Equal(message.Length, text.End);
        CheckParts(message, structure, bodyStructure, text);
        return (structure, bodyStructure);
    }

    private static void CheckParts(byte[] message, StructureView structure, BodyPart part, ByteRange holder)
    {
        if (part.Size is { } size)
        {
            ByteRange content = Locate(structure, part.Path, SectionPart.Content);
            Assert.Equal(size, content.Length);
            Assert.True(content.Offset >= holder.Offset && content.End <= holder.End);
            if (part.Lines is { } lines)
            {
                Assert.Equal(lines, message.AsSpan((int)content.Offset, (int)content.Length).Count((byte)'\n'));
            }

            if (part.Message is { } inner)
            {
                ByteRange innerHeader = Locate(structure, part.Path, SectionPart.Header);
                ByteRange innerText = Locate(structure, part.Path, SectionPart.Text);
                Assert.Equal(content, new ByteRange(innerHeader.Offset, innerHeader.Length + innerText.Length));
                Assert.Equal(innerHeader.End, innerText.Offset);
                CheckParts(message, structure, inner, innerText);
            }
        }

        CheckChildren(message, structure, part, holder);
    }

    // Between two parts of a multipart there is a delimiter and nothing else, so that all parts together are the
    // message.
    private static void CheckChildren(byte[] message, StructureView structure, BodyPart part, ByteRange holder)
    {
        part.Parameters.TryGetValue("BOUNDARY", out string? boundary);
        long? previousEnd = null;
        foreach (BodyPart child in part.Children)
        {
            ByteRange header = Locate(structure, child.Path, SectionPart.Mime);
            ByteRange content = Locate(structure, child.Path, SectionPart.Content);
            Assert.Equal(header.End, content.Offset);
            Assert.True(header.Offset >= holder.Offset);
            if (previousEnd is { } end)
            {
                // A header may end with the line end that the grammar gives to the delimiter.
                Assert.Matches(
                    "^(\r?\n)?--" + System.Text.RegularExpressions.Regex.Escape(boundary!.TrimEnd(' ', '\t'))
                + "[ \t]*(\r?\n)?$",
                    Encoding.Latin1.GetString(message.AsSpan((int)end..(int)header.Offset)));
            }

            previousEnd = content.End;
            CheckParts(message, structure, child, child.Children.Length > 0 ? content : holder);
        }
    }

    private static ByteRange Locate(StructureView structure, int[] path, SectionPart part)
    {
        uint[] numbers = [.. path.Select(number => (uint)number)];
        Assert.True(structure.TryLocate(numbers, part, out ByteRange range), $"{string.Join('.', path)} {part}");
        return range;
    }

    private static string Describe(BodyPart part) =>
        $"{string.Join('.', part.Path)} {part.Type}/{part.Subtype} {part.Encoding} {part.Size} {part.Lines} {part.Id}";
}

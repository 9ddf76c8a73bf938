using System.Text;
using MailAdmin.Protocols.Mime;

namespace MailAdmin.Tests.Mime;

/// <summary>What holds for the outline of any message, whatever its octets.</summary>
internal static class OutlineCheck
{
    /// <summary>Derives the outline of a message and checks everything that can be checked without knowing it.</summary>
    public static async ValueTask<(OutlineView Outline, BodyPart Structure)> RunAsync(byte[] message, ServerLimits? limits = null)
    {
        OutlineView outline = await MessageOutline.OpenAsync(
            new MemoryContent(message), limits ?? new ServerLimits(), TestContext.Current.CancellationToken);
        EnvelopeText.Check(ImapListReader.Read(outline.Envelope));
        var structure = BodyPart.Read(ImapListReader.Read(outline.BodyStructure), extended: true);
        var basic = BodyPart.Read(ImapListReader.Read(outline.Body), extended: false);
        Assert.Equal(structure.All.Select(Describe), basic.All.Select(Describe));

        Assert.True(outline.TryLocate([], SectionPart.Content, out OctetRange whole));
        Assert.True(outline.TryLocate([], SectionPart.Header, out OctetRange header));
        Assert.True(outline.TryLocate([], SectionPart.Text, out OctetRange text));
        Assert.Equal(new OctetRange(0, message.Length), whole);
        Assert.Equal(0, header.Offset);
        Assert.Equal(header.End, text.Offset);
        Assert.Equal(message.Length, text.End);
        CheckParts(message, outline, structure, text);
        return (outline, structure);
    }

    private static void CheckParts(byte[] message, OutlineView outline, BodyPart part, OctetRange holder)
    {
        if (part.Size is { } size)
        {
            OctetRange content = Locate(outline, part.Path, SectionPart.Content);
            Assert.Equal(size, content.Length);
            Assert.True(content.Offset >= holder.Offset && content.End <= holder.End);
            if (part.Lines is { } lines)
            {
                Assert.Equal(lines, message.AsSpan((int)content.Offset, (int)content.Length).Count((byte)'\n'));
            }

            if (part.Message is { } inner)
            {
                OctetRange innerHeader = Locate(outline, part.Path, SectionPart.Header);
                OctetRange innerText = Locate(outline, part.Path, SectionPart.Text);
                Assert.Equal(content, new OctetRange(innerHeader.Offset, innerHeader.Length + innerText.Length));
                Assert.Equal(innerHeader.End, innerText.Offset);
                CheckParts(message, outline, inner, innerText);
            }
        }

        CheckChildren(message, outline, part, holder);
    }

    // Between two parts of a multipart there is a delimiter and nothing else, so that all parts together are the message.
    private static void CheckChildren(byte[] message, OutlineView outline, BodyPart part, OctetRange holder)
    {
        part.Parameters.TryGetValue("BOUNDARY", out string? boundary);
        long? previousEnd = null;
        foreach (BodyPart child in part.Children)
        {
            OctetRange header = Locate(outline, child.Path, SectionPart.Mime);
            OctetRange content = Locate(outline, child.Path, SectionPart.Content);
            Assert.Equal(header.End, content.Offset);
            Assert.True(header.Offset >= holder.Offset);
            if (previousEnd is { } end)
            {
                // A header may end with the line end that the grammar gives to the delimiter.
                Assert.Matches(
                    $"^(\r?\n)?--{System.Text.RegularExpressions.Regex.Escape(boundary!.TrimEnd(' ', '\t'))}[ \t]*(\r?\n)?$",
                    Encoding.Latin1.GetString(message.AsSpan((int)end..(int)header.Offset)));
            }

            previousEnd = content.End;
            CheckParts(message, outline, child, child.Children.Length > 0 ? content : holder);
        }
    }

    private static OctetRange Locate(OutlineView outline, int[] path, SectionPart part)
    {
        Assert.True(outline.TryLocate(path, part, out OctetRange range), $"{string.Join('.', path)} {part}");
        return range;
    }

    private static string Describe(BodyPart part) =>
        $"{string.Join('.', part.Path)} {part.Type}/{part.Subtype} {part.Encoding} {part.Size} {part.Lines} {part.Id}";
}

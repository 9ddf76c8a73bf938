namespace MailAdmin.Protocols.Mime;

/// <summary>Parses a message, line by line, without reading a line twice. RFC 2045, RFC 2046 §5.1</summary>
/// <remarks>
/// Invariants: parts lie within their parents and do not overlap; a multipart has at least one part; whatever the
/// input, there is a message with a structure.
/// </remarks>
internal sealed class MimeStructureParser(HeaderCapture capture, ServerLimits limits)
{
    // RFC 2046 §5.1.1 allows 70.
    private const int MaxBoundary = 1_000;

    // Structures are written by recursion, so the depth has a limit that no setting lifts.
    private const int MaxDepth = 200;

    // A structure counts parts in 16 bits.
    private readonly int maxParts = Math.Clamp(limits.MimeParts, 1, 30_000);

    private readonly int maxDepth = Math.Clamp(limits.MimeDepth, 0, MaxDepth);
    private readonly MimePart message = new(null, 0, 0);
    private readonly List<MultipartFrame> frames = [];
    private readonly HeaderParser header = new(capture);
    private MimePart? current;
    private bool inHeader = true;
    private int parts = 1;
    private long lines;
    private int lineEndLength;
    private bool endedWithReturn;

    /// <summary>Whether what remains is content in which no line can matter.</summary>
    public bool IsPlainContent => !inHeader && frames.Count == 0;

    private MimePart Current => current ?? message;

    /// <summary>Takes the next line.</summary>
    public void Line(in LineFragment line)
    {
        if (line.StartsLine
            && frames.Count > 0
            && line.Bytes.StartsWith("--"u8)
            && TryFindDelimiter(line, out int frame, out bool isLast))
        {
            TakeDelimiter(line, frame, isLast);
        }
        else
        {
            while (inHeader && !TakeHeaderLine(line))
            {
            }
        }

        lineEndLength = !line.EndsLine ? 0 : line.Bytes.Length - line.Text.Length;
        if (line.EndsLine)
        {
            lines++;
            lineEndLength += line.Bytes.Length == 1 && endedWithReturn ? 1 : 0;
        }

        endedWithReturn = !line.EndsLine && line.Bytes is [.., (byte)'\r'];
    }

    /// <summary>Takes content in which no line can matter.</summary>
    public void Block(ReadOnlySpan<byte> bytes) => lines += bytes.Count((byte)'\n');

    /// <summary>Ends the message.</summary>
    public MimePart Finish(long length)
    {
        CloseDownTo(null, length, length, lines);
        return message;
    }

    private bool TryFindDelimiter(in LineFragment line, out int frame, out bool isLast)
    {
        // delimiter := CRLF "--" boundary transport-padding; the innermost multipart comes first.
        ReadOnlySpan<byte> candidate = line.Text.TrimEnd(" \t"u8)[2..];
        for (frame = frames.Count - 1; frame >= 0; frame--)
        {
            ReadOnlySpan<byte> boundary = frames[frame].Boundary;
            int excess = candidate.Length - boundary.Length;
            isLast = excess == 2;
            if ((excess == 0 || (isLast && candidate.EndsWith("--"u8))) && candidate.StartsWith(boundary))
            {
                return true;
            }
        }

        isLast = false;
        return false;
    }

    private void TakeDelimiter(in LineFragment line, int frame, bool isLast)
    {
        MultipartFrame reached = frames[frame];
        CloseDownTo(reached.Part, line.Offset - lineEndLength, line.Offset, lineEndLength > 0 ? lines - 1 : lines);
        frames.RemoveRange(frame + 1, frames.Count - frame - 1);
        reached.Part.HasDelimiter = true;
        if (isLast)
        {
            frames.RemoveAt(frame);
        }

        if (isLast || parts >= maxParts)
        {
            // The epilogue, or parts beyond the limit, which are not described.
            inHeader = false;
            return;
        }

        BeginHeader(reached.Part.AddChild(reached.Part.Children.Count + 1, line.End));
    }

    // False: the header ended before this line.
    private bool TakeHeaderLine(in LineFragment line)
    {
        switch (header.Read(line, Current))
        {
            case HeaderLineKind.BlankLine:
                EndHeader(line.End, lines + 1);
                return true;
            case HeaderLineKind.Content:
                EndHeader(line.Offset, lines);
                return false;
            default:
                return true;
        }
    }

    private void BeginHeader(MimePart part)
    {
        current = part;
        inHeader = true;
        header.Begin(part);
        parts++;
    }

    private void EndHeader(long contentStart, long linesBefore)
    {
        header.EndField();
        MimePart part = Current;
        part.EndField = capture.Count;
        part.ContentStart = contentStart;
        part.Lines = -linesBefore;
        PartHeader.Read(part, capture);
        inHeader = false;

        bool continues = parts < maxParts && Depth(part) < maxDepth;
        if (!continues && part.Kind is PartKind.Multipart or PartKind.Message)
        {
            part.Type = MediaType.Bytes;
            part.Kind = PartKind.Other;
        }

        ReadOnlySpan<byte> boundary = part.Type["BOUNDARY"u8].TrimEnd(" \t"u8);
        if (part.Kind == PartKind.Multipart && boundary.Length is > 0 and <= MaxBoundary)
        {
            frames.Add(new MultipartFrame(part, boundary.ToArray()));
        }
        else if (part.Kind == PartKind.Message)
        {
            BeginHeader(part.AddChild(0, contentStart));
        }
    }

    // Ends all parts that are open inside a part (null: the message, too).
    private void CloseDownTo(MimePart? outer, long end, long lineStart, long linesBefore)
    {
        while (inHeader)
        {
            EndHeader(lineStart, lines);
        }

        // The line end before a delimiter belongs to it, also when it ends a header that nothing follows. The part that
        // the delimiter ends keeps it, for a header needs its blank line; what lies deeper stays within that part's
        // content.
        List<MimePart> open = [];
        for (MimePart? part = Current; part != outer && part is not null; part = part.Parent)
        {
            open.Add(part);
        }

        if (open.Count > 0)
        {
            end = Math.Max(end, open[^1].ContentStart);
        }

        foreach (MimePart part in open)
        {
            Close(part, end, linesBefore);
        }

        current = outer;
        inHeader = false;
    }

    private void Close(MimePart part, long end, long linesBefore)
    {
        part.Start = Math.Min(part.Start, end);
        part.ContentStart = Math.Min(part.ContentStart, end);
        part.ContentEnd = end;
        part.Lines = part.ContentLength == 0 ? 0 : part.Lines + linesBefore;
        if (part.Kind == PartKind.Multipart && part.Children.Count == 0)
        {
            AddOnlyPart(part);
        }
    }

    // IMAP has no form for a multipart without parts, and its text must not be lost: it is the one part.
    private void AddOnlyPart(MimePart part)
    {
        bool isEmpty = part.HasDelimiter;
        MimePart only = part.AddChild(1, part.ContentStart);
        only.FirstField = only.EndField = capture.Count;
        only.Kind = PartKind.Text;
        only.ContentEnd = isEmpty ? only.ContentStart : part.ContentEnd;
        only.Lines = isEmpty ? 0 : part.Lines;
    }

    private static int Depth(MimePart part)
    {
        int depth = 0;
        for (MimePart? outer = part.Parent; outer is not null; outer = outer.Parent)
        {
            depth++;
        }

        return depth;
    }
}

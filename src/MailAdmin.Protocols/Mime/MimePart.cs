namespace MailAdmin.Protocols.Mime;

/// <summary>
/// A part of a message that is being parsed: where it is and what its header contains. The message itself is one, and
/// so is the message inside a message/rfc822 part.
/// </summary>
internal sealed class MimePart(MimePart? parent, int number, long start)
{
    private readonly List<MimePart> children = [];

    /// <summary>What it lies in, or null for the message.</summary>
    public MimePart? Parent { get; } = parent;

    /// <summary>Its number among the parts of a multipart, from 1; 0: it is a message.</summary>
    public int Number { get; } = number;

    /// <summary>Where its header begins.</summary>
    public long Start { get; set; } = start;

    /// <summary>Where its header, with the blank line, ends.</summary>
    public long ContentStart { get; set; } = start;

    /// <summary>Where it ends: before the line end that belongs to the delimiter.</summary>
    public long ContentEnd { get; set; } = start;

    /// <summary>The line ends in its content.</summary>
    public long Lines { get; set; }

    /// <summary>Its fields: from here in the capture...</summary>
    public int FirstField { get; set; }

    /// <summary>...up to here.</summary>
    public int EndField { get; set; }

    /// <summary>Its declared media type.</summary>
    public MediaType Type { get; set; } = MediaType.PlainText;

    /// <summary>How its content is encoded.</summary>
    public TransferEncoding Encoding { get; set; }

    /// <summary>The code page of its text; 0: unknown.</summary>
    public int CodePage { get; set; }

    /// <summary>What it is.</summary>
    public PartKind Kind { get; set; }

    /// <summary>Whether a delimiter of this multipart was seen.</summary>
    public bool HasDelimiter { get; set; }

    /// <summary>The bytes of its content.</summary>
    public long ContentLength => ContentEnd - ContentStart;

    /// <summary>The parts of a multipart, or the one message in a message/rfc822.</summary>
    public IReadOnlyList<MimePart> Children => children;

    /// <summary>Adds a part.</summary>
    public MimePart AddChild(int number, long start)
    {
        MimePart child = new(this, number, start);
        children.Add(child);
        return child;
    }
}

using MailAdmin.Protocols.Mime;

namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>A section of a message that FETCH requests. RFC 9051 §6.4.5.1</summary>
internal sealed record FetchSection
{
    /// <summary>What the answer calls it, as <c>BODY[1.HEADER]&lt;0&gt;</c>.</summary>
    public required byte[] Label { get; init; }

    /// <summary>The part numbers; none: the message.</summary>
    public uint[] Path { get; init; } = [];

    /// <summary>What of the part.</summary>
    public SectionPart Part { get; init; }

    /// <summary>The names of HEADER.FIELDS and HEADER.FIELDS.NOT, or null for the whole header.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>Whether all fields but those named are wanted.</summary>
    public bool IsExcept { get; init; }

    /// <summary>The first byte that is wanted.</summary>
    public long Offset { get; init; }

    /// <summary>The maximum number of bytes.</summary>
    public long Length { get; init; } = long.MaxValue;

    /// <summary>Whether reading it sets \Seen.</summary>
    public bool SetsSeen { get; init; }

    /// <summary>Whether it is the message from its first to its last byte, for which no structure is needed.</summary>
    public bool IsWholeMessage => Path.Length == 0 && Part == SectionPart.Content;

    /// <summary>The wanted part of a range.</summary>
    public ByteRange Clip(ByteRange range)
    {
        long skipped = Math.Min(Offset, range.Length);
        return new ByteRange(range.Offset + skipped, Math.Min(Length, range.Length - skipped));
    }
}

namespace MailAdmin.Protocols.Mime;

/// <summary>A line, or a piece of one that is longer than the reader's window.</summary>
internal readonly ref struct LineFragment
{
    /// <summary>Its place in the message.</summary>
    public required long Offset { get; init; }

    /// <summary>Its bytes with the line end, which is LF or CRLF.</summary>
    public required ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>Whether a line begins with it.</summary>
    public required bool StartsLine { get; init; }

    /// <summary>Whether a line end closes it; false in the middle of a long line and at an end without one.</summary>
    public required bool EndsLine { get; init; }

    /// <summary>The first place after it.</summary>
    public long End => Offset + Bytes.Length;

    /// <summary>Its bytes without the line end.</summary>
    public ReadOnlySpan<byte> Text
    {
        get
        {
            if (!EndsLine)
            {
                return Bytes;
            }

            return Bytes is [.., (byte)'\r', (byte)'\n'] ? Bytes[..^2] : Bytes[..^1];
        }
    }
}

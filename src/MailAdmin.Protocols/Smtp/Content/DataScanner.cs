namespace MailAdmin.Protocols.Smtp.Content;

/// <summary>Finds the end of DATA and takes the doubled dots away, without copying. RFC 5321 §4.1.1.4, §4.5.2</summary>
/// <remarks>
/// Invariant: only CR LF "." CR LF ends the data, or "." CR LF at its very beginning; a line begins after CR LF and
/// nowhere else. Whatever other line breaks are in the data is content here, which <see cref="TextCheck"/> refuses.
/// </remarks>
internal struct DataScanner
{
    private static readonly byte[] CarriageReturn = "\r"u8.ToArray();
    private State state;

    // The octets that were seen last and matter for what comes.
    private enum State
    {
        LineStart,
        Text,
        Cr,
        Dot,
        DotCr,
    }

    /// <summary>Looks at the front of what came.</summary>
    /// <param name="input">What came, at least one octet.</param>
    /// <param name="content">The part of it that belongs to the message; may be empty.</param>
    /// <param name="consumed">How many octets are dealt with.</param>
    /// <returns>Whether the data has ended.</returns>
    public bool Read(ReadOnlyMemory<byte> input, out ReadOnlyMemory<byte> content, out int consumed)
    {
        ReadOnlySpan<byte> octets = input.Span;
        content = default;
        consumed = 1;
        switch (state)
        {
            case State.LineStart when octets[0] == '.':
                state = State.Dot;
                return false;
            case State.Dot when octets[0] == '\r':
                state = State.DotCr;
                return false;
            case State.DotCr when octets[0] == '\n':
                state = State.LineStart;
                return true;
            case State.DotCr:
                // The CR was content after all; this octet is looked at again.
                state = State.Cr;
                content = CarriageReturn;
                consumed = 0;
                return false;
            case State.Cr when octets[0] == '\n':
                state = State.LineStart;
                content = input[..1];
                return false;
        }

        int lineStart = octets.IndexOf("\r\n."u8);
        if (lineStart >= 0)
        {
            state = State.Dot;
            content = input[..(lineStart + 2)];
            consumed = lineStart + 3;
            return false;
        }

        state = octets[^1] == '\r' ? State.Cr : octets.EndsWith("\r\n"u8) ? State.LineStart : State.Text;
        content = input;
        consumed = input.Length;
        return false;
    }
}

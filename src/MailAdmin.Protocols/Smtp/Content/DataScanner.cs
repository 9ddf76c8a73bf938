namespace MailAdmin.Protocols.Smtp.Content;

/// <summary>Finds the end of DATA and removes the doubled dots, without copying. RFC 5321 §4.1.1.4, §4.5.2</summary>
/// <remarks>
/// Invariant: only CR LF "." CR LF ends the data, or "." CR LF at its very beginning; a line begins after CR LF and
/// nowhere else. Whatever other line breaks are in the data is content here, which <see cref="TextCheck"/> refuses.
/// </remarks>
internal struct DataScanner
{
    private static readonly byte[] CarriageReturn = "\r"u8.ToArray();
    private State state;

    // The last bytes, as far as the next ones depend on them.
    private enum State
    {
        LineStart,
        Text,
        Cr,
        Dot,
        DotCr,
    }

    /// <summary>Scans the beginning of the input.</summary>
    /// <param name="input">The input, at least one byte.</param>
    /// <param name="content">The part of it that belongs to the message; may be empty.</param>
    /// <param name="consumed">How many bytes were processed.</param>
    /// <returns>Whether the data has ended.</returns>
    public bool Read(ReadOnlyMemory<byte> input, out ReadOnlyMemory<byte> content, out int consumed)
    {
        ReadOnlySpan<byte> bytes = input.Span;
        content = default;
        consumed = 1;
        switch (state)
        {
            case State.LineStart when bytes[0] == '.':
                state = State.Dot;
                return false;
            case State.Dot when bytes[0] == '\r':
                state = State.DotCr;
                return false;
            case State.DotCr when bytes[0] == '\n':
                state = State.LineStart;
                return true;
            case State.DotCr:
                // The CR was content after all; this byte is looked at again.
                state = State.Cr;
                content = CarriageReturn;
                consumed = 0;
                return false;
            case State.Cr when bytes[0] == '\n':
                state = State.LineStart;
                content = input[..1];
                return false;
        }

        int lineStart = bytes.IndexOf("\r\n."u8);
        if (lineStart >= 0)
        {
            state = State.Dot;
            content = input[..(lineStart + 2)];
            consumed = lineStart + 3;
            return false;
        }

        state = bytes[^1] == '\r' ? State.Cr : bytes.EndsWith("\r\n"u8) ? State.LineStart : State.Text;
        content = input;
        consumed = input.Length;
        return false;
    }
}

namespace MailAdmin.Protocols.Pop3.Syntax;

/// <summary>
/// Finds the end of the header, the empty line and a number of lines of the body, for text that arrives in pieces.
/// RFC 1939 §7 (TOP)
/// </summary>
internal struct TopLimiter(int bodyLines)
{
    private int linesLeft = bodyLines;
    private bool inBody;
    private bool lineHasText;

    /// <summary>Whether all requested lines were found.</summary>
    public bool IsDone { get; private set; }

    /// <summary>How many bytes of a piece belong to it.</summary>
    public int Take(ReadOnlySpan<byte> piece)
    {
        int position = 0;
        while (position < piece.Length && !IsDone)
        {
            int end = piece[position..].IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? piece[position..] : piece.Slice(position, end);
            lineHasText |= line.ContainsAnyExcept((byte)'\r');
            position += line.Length;
            if (end >= 0)
            {
                position++;
                EndLine();
            }
        }

        return position;
    }

    private void EndLine()
    {
        linesLeft -= inBody ? 1 : 0;
        inBody |= !lineHasText;
        lineHasText = false;
        IsDone = inBody && linesLeft <= 0;
    }
}

namespace MailAdmin.Protocols.Pop3.Syntax;

/// <summary>Finds where the header, the empty line and so many lines of the body end, for text that comes in pieces. RFC 1939 §7 (TOP)</summary>
internal struct TopLimiter(int bodyLines)
{
    private int linesLeft = bodyLines;
    private bool inBody;
    private bool lineHasText;

    /// <summary>Whether all that was asked for was seen.</summary>
    public bool IsDone { get; private set; }

    /// <summary>How many octets of a piece belong to it.</summary>
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

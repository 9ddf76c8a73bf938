using System.Buffers;

namespace MailAdmin.Protocols.Pop3.Syntax;

/// <summary>Doubles the dots at the beginnings of lines, for text that arrives in pieces. RFC 1939 §3</summary>
/// <remarks>
/// A line also begins after a bare LF: most clients read lines that end with LF, and would read a lone dot after one as
/// the end of the message.
/// </remarks>
internal struct DotStuffer()
{
    private bool atLineStart = true;
    private bool afterCrLf = true;
    private bool afterCr;

    /// <summary>Writes a piece.</summary>
    public void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty)
        {
            return;
        }

        if (atLineStart && piece[0] == '.')
        {
            Put(output, "."u8);
        }

        RememberEnd(piece);
        int dot;
        while ((dot = piece.IndexOf("\n."u8)) >= 0)
        {
            Put(output, piece[..(dot + 1)]);
            Put(output, "."u8);

            // This dot is beyond the search now, so it is not found again.
            Put(output, "."u8);
            piece = piece[(dot + 2)..];
        }

        Put(output, piece);
    }

    /// <summary>Ends the last line if it has no end, and writes the dot that ends the text.</summary>
    public readonly void End(IBufferWriter<byte> output) => Put(output, afterCrLf ? ".\r\n"u8 : "\r\n.\r\n"u8);

    private void RememberEnd(ReadOnlySpan<byte> piece)
    {
        bool lineFeed = piece[^1] == '\n';
        afterCrLf = lineFeed && (piece.Length > 1 ? piece[^2] == '\r' : afterCr);
        afterCr = piece[^1] == '\r';
        atLineStart = lineFeed;
    }

    private static void Put(IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            bytes.CopyTo(output.GetSpan(bytes.Length));
            output.Advance(bytes.Length);
        }
    }
}

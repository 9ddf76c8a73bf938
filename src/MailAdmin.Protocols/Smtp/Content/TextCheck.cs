using System.Buffers;

namespace MailAdmin.Protocols.Smtp.Content;

/// <summary>
/// Checks that text, which arrives in pieces, has CR and LF only as CRLF, and no NUL. RFC 5321 §2.3.8; RFC 5322 §2.3
/// </summary>
internal struct TextCheck
{
    private static readonly SearchValues<byte> Suspects = SearchValues.Create([(byte)'\r', (byte)'\n', 0]);
    private bool afterCr;

    /// <summary>A CR or LF came that was alone.</summary>
    public bool HasBareLineBreak { get; private set; }

    /// <summary>A NUL came.</summary>
    public bool HasNul { get; private set; }

    /// <summary>Looks at the next piece.</summary>
    public void Add(ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty)
        {
            return;
        }

        if (afterCr)
        {
            afterCr = false;
            HasBareLineBreak |= piece[0] != '\n';
            piece = piece[0] == '\n' ? piece[1..] : piece;
        }

        while (true)
        {
            int next = piece.IndexOfAny(Suspects);
            if (next < 0)
            {
                return;
            }

            bool isCr = piece[next] == '\r';
            if (isCr && next + 1 == piece.Length)
            {
                afterCr = true;
                return;
            }

            bool isLineEnd = isCr && piece[next + 1] == '\n';
            HasNul |= piece[next] == 0;
            HasBareLineBreak |= !isLineEnd && piece[next] != 0;
            piece = piece[(isLineEnd ? next + 2 : next + 1)..];
        }
    }

    /// <summary>Ends the message.</summary>
    public void End() => HasBareLineBreak |= afterCr;
}

using System.Buffers;
using System.Text;
using MailAdmin.Contracts;
using MimeKit.Encodings;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// Looks for a text in a text part, piece by piece: transfer encoding, then charset, then comparison.
/// </summary>
internal static class PartScan
{
    private const int PieceSize = 32 << 10;

    /// <summary>Whether the part has the text.</summary>
    public static async ValueTask<bool> ContainsAsync(
        MessageContent content, PartEntry part, SearchText text, CancellationToken cancellationToken)
    {
        Decoder decoder = Charsets.ForText(part.CodePage).GetDecoder();
        IMimeDecoder? transfer = part.Encoding switch
        {
            TransferEncoding.Base64 => new Base64Decoder(),
            TransferEncoding.QuotedPrintable => new QuotedPrintableDecoder(),
            _ => null,
        };
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceSize);
        byte[] bytes = transfer is null ? piece : ArrayPool<byte>.Shared.Rent(transfer.EstimateOutputLength(PieceSize));
        char[] characters =
            ArrayPool<char>.Shared.Rent(text.Length + Charsets.ForText(part.CodePage).GetMaxCharCount(bytes.Length));
        try
        {
            int kept = 0;
            for (long offset = part.ContentStart; offset < part.End;)
            {
                int wanted = (int)Math.Min(PieceSize, part.End - offset);
                int read = await content.ReadAsync(offset, piece.AsMemory(0, wanted), cancellationToken);
                if (read == 0)
                {
                    break;
                }

                offset += read;
                int decoded = transfer is null ? read : transfer.Decode(piece, 0, read, bytes);
                int count = kept + decoder.GetChars(
                    bytes.AsSpan(0, decoded), characters.AsSpan(kept), flush: offset >= part.End);
                if (text.IsIn(characters.AsSpan(0, count)))
                {
                    return true;
                }

                // What is shorter than the text may be its beginning.
                kept = Math.Min(count, text.Length - 1);
                characters.AsSpan(count - kept, kept).CopyTo(characters);
            }

            return false;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
            ArrayPool<byte>.Shared.Return(piece);
            if (bytes != piece)
            {
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }
    }
}

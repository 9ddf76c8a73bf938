using System.Buffers;
using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// Looks for a text in a message: its header if wanted, its text parts, the headers of messages inside.
/// </summary>
internal static class TextScan
{
    // A message up to this size is read at once.
    private const int MaximalWhole = 64 << 10;

    /// <summary>Whether the message has the text.</summary>
    public static async ValueTask<bool> ContainsAsync(
        MessageContent content,
        StructureView structure,
        SearchText text,
        bool withHeader,
        CancellationToken cancellationToken)
    {
        if (text.IsEmpty)
        {
            return true;
        }

        if (!text.IsAscii || content.Length > MaximalWhole)
        {
            return await ContainsAsync(content, structure, text, withHeader, default, cancellationToken);
        }

        byte[] whole = ArrayPool<byte>.Shared.Rent((int)Math.Max(content.Length, 1));
        try
        {
            int length = await content.ReadAsync(0, whole.AsMemory(0, (int)content.Length), cancellationToken);
            return await ContainsAsync(
                content, structure, text, withHeader, whole.AsMemory(0, length), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    // Most messages are decided by a look at bytes that are in memory; only what must be decoded is read by pieces.
    private static async ValueTask<bool> ContainsAsync(
        MessageContent content,
        StructureView structure,
        SearchText text,
        bool withHeader,
        ReadOnlyMemory<byte> whole,
        CancellationToken cancellationToken)
    {
        for (int index = 0, count = structure.PartCount; index < count; index++)
        {
            PartEntry part = structure.Part(index);
            if (part.Number == 0 && (withHeader || index > 0)
                && (LookInHeader(part, text, whole)
                    ?? await HeaderScan.ContainsAsync(content, part.Header, text, cancellationToken)))
            {
                return true;
            }

            if (part.Kind == PartKind.Text
                && (LookInText(part, text, whole)
                    ?? await PartScan.ContainsAsync(content, part, text, cancellationToken)))
            {
                return true;
            }
        }

        return false;
    }

    // Null: decoding is necessary. A text with a space may span a fold.
    private static bool? LookInHeader(PartEntry part, SearchText text, ReadOnlyMemory<byte> whole)
    {
        if (part.ContentStart > whole.Length || text.HasBlanks || !text.IsAscii)
        {
            return null;
        }

        ReadOnlySpan<byte> header = whole.Span[(int)part.Start..(int)part.ContentStart];
        return FieldText.IsPlain(header) ? text.IsInAscii(header) : null;
    }

    private static bool? LookInText(PartEntry part, SearchText text, ReadOnlyMemory<byte> whole)
    {
        bool isRaw = text.IsAscii && part.End <= whole.Length
            && part.Encoding == TransferEncoding.Identity && Charsets.IncludesAscii(part.CodePage);
        return isRaw ? text.IsInAscii(whole.Span[(int)part.ContentStart..(int)part.End]) : null;
    }
}

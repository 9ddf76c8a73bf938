using System.Buffers;
using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// Looks for texts in a message: the headers of the message and of its parts for those of TEXT; for all of them the
/// content that can be read as text, the headers of messages inside, and what stands before and after the parts of a
/// multipart. RFC 9051 §6.4.4
/// </summary>
internal sealed class TextScan(
    MessageContent content, StructureView structure, TextTargets targets, Func<CancellationToken, ValueTask> pause)
{
    // A message up to this size is read at once.
    private const int MaximalWhole = 64 << 10;

    private ReadOnlyMemory<byte> whole;

    /// <summary>Finds out which of the texts the message has.</summary>
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        if (targets.Left == 0)
        {
            return;
        }

        if (content.Length > MaximalWhole)
        {
            await LookThroughPartsAsync(cancellationToken);
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Max(content.Length, 1));
        try
        {
            int length = await content.ReadAsync(0, buffer.AsMemory(0, (int)content.Length), cancellationToken);
            whole = buffer.AsMemory(0, length);
            await LookThroughPartsAsync(cancellationToken);
        }
        finally
        {
            whole = default;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask LookThroughPartsAsync(CancellationToken cancellationToken)
    {
        for (int index = 0, count = structure.PartCount; index < count && targets.Left > 0; index++)
        {
            PartEntry part = structure.Part(index);

            // The header of a message inside is a part of the body.
            bool isWithin = part.Number == 0 && index > 0;
            await LookInHeaderAsync(part, isWithin ? TargetKinds.All : TargetKinds.OfHeaders, cancellationToken);
            if (part.Kind == PartKind.Multipart)
            {
                await LookAroundPartsAsync(index, cancellationToken);
            }
            else if (await ReadableParts.IncludesAsync(content, part, cancellationToken))
            {
                await LookInContentAsync(part.Content, part.Encoding, part.CodePage, cancellationToken);
            }
        }
    }

    private ValueTask LookInHeaderAsync(PartEntry part, TargetKinds kinds, CancellationToken cancellationToken) =>
        part.Header.Length == 0 || !targets.HasLeft(kinds) || LookInPlainHeader(part, kinds)
            ? ValueTask.CompletedTask
            : HeaderScan.VisitAsync(content, part.Header, new HeaderTexts(targets, kinds), cancellationToken);

    // Returns whether the header is in memory and nothing in it is encoded, which decides all texts.
    private bool LookInPlainHeader(PartEntry part, TargetKinds kinds)
    {
        if (part.ContentStart > whole.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> header = whole.Span[(int)part.Start..(int)part.ContentStart];
        if (!FieldText.IsPlain(header))
        {
            return false;
        }

        targets.LookInBytes(header, kinds | TargetKinds.WithoutBlanks);
        if (targets.HasLeft(kinds | TargetKinds.WithBlanks))
        {
            // A text with a space may span a fold.
            byte[] unfolded = ArrayPool<byte>.Shared.Rent(header.Length);
            int length = FieldText.Unfold(header, unfolded);
            targets.LookInPlainFields(unfolded.AsSpan(0, length), kinds | TargetKinds.WithBlanks);
            ArrayPool<byte>.Shared.Return(unfolded);
        }

        return true;
    }

    private async ValueTask LookAroundPartsAsync(int multipart, CancellationToken cancellationToken)
    {
        (ByteRange before, ByteRange after) =
            await MultipartMargins.FindAsync(content, structure, multipart, cancellationToken);
        await LookInContentAsync(before, TransferEncoding.Identity, codePage: 0, cancellationToken);
        await LookInContentAsync(after, TransferEncoding.Identity, codePage: 0, cancellationToken);
    }

    private ValueTask LookInContentAsync(
        ByteRange range, TransferEncoding encoding, int codePage, CancellationToken cancellationToken) =>
        range.Length <= 0 || targets.Left == 0 || LookInRawContent(range, encoding, codePage)
            ? ValueTask.CompletedTask
            : LookInDecodedContentAsync(range, encoding, codePage, cancellationToken);

    private async ValueTask LookInDecodedContentAsync(
        ByteRange range, TransferEncoding encoding, int codePage, CancellationToken cancellationToken)
    {
        using PartScan scan = new(targets, encoding, codePage);
        await scan.RunAsync(content, range, pause, cancellationToken);
    }

    // Returns whether that decided everything: most messages are decided by a look at bytes that are in memory.
    private bool LookInRawContent(ByteRange range, TransferEncoding encoding, int codePage)
    {
        if (range.End > whole.Length || encoding != TransferEncoding.Identity || !Charsets.IncludesAscii(codePage))
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = whole.Span[(int)range.Offset..(int)range.End];
        targets.LookInBytes(bytes, TargetKinds.All);
        return !targets.HasLeft(TargetKinds.NotAscii) || Ascii.IsValid(bytes);
    }
}

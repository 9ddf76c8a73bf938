using System.Buffers;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Mime;
using MimeKit.Encodings;

namespace MailAdmin.Protocols.Smtp.Content;

/// <summary>
/// Writes a message that came as BINARYMIME so that a mailbox can hold it: parts with bare CR or LF, or NUL, become
/// BASE64; every other byte stays. RFC 3030 §3 asks for the conversion or a refusal.
/// </summary>
internal sealed class BinaryConversion(MessageContent content, MessageSpool target)
{
    private const int PieceSize = 16_384;

    private TextCheck check;

    /// <summary>
    /// Writes it; returns false when there are such bytes where no part is, as before the first one, so that it cannot
    /// be done.
    /// </summary>
    public async ValueTask<bool> WriteAsync(StructureView structure, CancellationToken cancellationToken)
    {
        long position = 0;
        for (int index = 0; index < structure.PartCount; index++)
        {
            PartEntry part = structure.Part(index);
            if (part.Kind is PartKind.Multipart or PartKind.Message
                || !await IsBinaryAsync(part.Content, cancellationToken))
            {
                continue;
            }

            await CopyAsync(new ByteRange(position, part.Start - position), cancellationToken);
            await WriteHeaderAsync(part.Header, cancellationToken);
            await WriteBase64Async(part, cancellationToken);
            position = part.End;
        }

        await CopyAsync(new ByteRange(position, content.Length - position), cancellationToken);
        check.End();
        return !check.HasNul && !check.HasBareLineBreak;
    }

    private async ValueTask<bool> IsBinaryAsync(ByteRange range, CancellationToken cancellationToken)
    {
        TextCheck text = default;
        await ReadAsync(range, piece =>
        {
            text.Add(piece.Span);
            return ValueTask.CompletedTask;
        }, cancellationToken);
        text.End();
        return text.HasNul || text.HasBareLineBreak;
    }

    // All fields but the encoding, which is another one now.
    private async ValueTask WriteHeaderAsync(ByteRange header, CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> fields = new();
        await HeaderFields.WriteSelectedAsync(
            content, header, ["Content-Transfer-Encoding"], except: true, fields, cancellationToken);
        await PutAsync(fields.WrittenMemory[..^2], cancellationToken);
        await PutAsync("Content-Transfer-Encoding: base64\r\n\r\n"u8.ToArray(), cancellationToken);
    }

    private async ValueTask WriteBase64Async(PartEntry part, CancellationToken cancellationToken)
    {
        IMimeDecoder? decoder = part.Encoding switch
        {
            TransferEncoding.Base64 => new Base64Decoder(),
            TransferEncoding.QuotedPrintable => new QuotedPrintableDecoder(),
            _ => null,
        };
        Base64Lines lines = new();
        byte[] decoded = [];
        await ReadAsync(part.Content, async piece =>
        {
            if (decoder is not null)
            {
                int needed = decoder.EstimateOutputLength(piece.Length);
                decoded = decoded.Length < needed ? new byte[needed] : decoded;
                piece = decoded.AsMemory(0, decoder.Decode(piece.ToArray(), 0, piece.Length, decoded));
            }

            await PutAsync(lines.Encode(piece.Span), cancellationToken);
        }, cancellationToken);

        // The line end before a delimiter belongs to it; at the end of the message there is none.
        await PutAsync(lines.Finish(withLineEnd: part.End == content.Length), cancellationToken);
    }

    private ValueTask CopyAsync(ByteRange range, CancellationToken cancellationToken) =>
        ReadAsync(range, piece => PutAsync(piece, cancellationToken), cancellationToken);

    private async ValueTask ReadAsync(
        ByteRange range, Func<ReadOnlyMemory<byte>, ValueTask> use, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            for (long offset = range.Offset; offset < range.End;)
            {
                int wanted = (int)Math.Min(PieceSize, range.End - offset);
                int read = await content.ReadAsync(offset, buffer.AsMemory(0, wanted), cancellationToken);
                if (read == 0)
                {
                    throw MailException.Of(MailError.StoreFailed.As("Truncated"));
                }

                offset += read;
                await use(buffer.AsMemory(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private ValueTask PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        check.Add(bytes.Span);
        return target.WriteAsync(bytes, cancellationToken);
    }
}

using System.Buffers;
using System.Text;
using MailAdmin.Contracts;
using MimeKit.Encodings;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// Looks for texts in the content of a part, piece by piece: transfer encoding, then, where it matters, charset, then
/// comparison. Each piece is decoded once for all texts.
/// </summary>
internal sealed class PartScan : IDisposable
{
    private const int PieceSize = 32 << 10;

    // Bytes that a decoder may hold back: the beginning of a character or of an escape sequence.
    private const int MaxPending = 64;

    private readonly TextTargets targets;
    private readonly Encoding charset;
    private readonly Decoder decoder;
    private readonly IMimeDecoder? transfer;
    private readonly bool includesAscii;
    private readonly byte[] piece = ArrayPool<byte>.Shared.Rent(PieceSize);
    private byte[] decoded = [];
    private byte[] bytes = [];
    private char[] characters = [];
    private int keptBytes;
    private int keptCharacters;

    public PartScan(TextTargets targets, TransferEncoding encoding, int codePage)
    {
        this.targets = targets;
        charset = Charsets.ForText(codePage);
        decoder = charset.GetDecoder();
        includesAscii = Charsets.IncludesAscii(codePage);
        transfer = encoding switch
        {
            TransferEncoding.Base64 => new Base64Decoder(),
            TransferEncoding.QuotedPrintable => new QuotedPrintableDecoder(),
            _ => null,
        };
    }

    /// <summary>Looks through a range of the message until all texts are found.</summary>
    /// <param name="content">The message.</param>
    /// <param name="range">Where the content of the part lies.</param>
    /// <param name="pause">Called between the pieces of a long part.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async ValueTask RunAsync(
        MessageContent content,
        ByteRange range,
        Func<CancellationToken, ValueTask> pause,
        CancellationToken cancellationToken)
    {
        for (long offset = range.Offset; offset < range.End && targets.Left > 0;)
        {
            int wanted = (int)Math.Min(PieceSize, range.End - offset);
            int read = await content.ReadAsync(offset, piece.AsMemory(0, wanted), cancellationToken);
            if (read == 0)
            {
                break;
            }

            offset += read;
            Look(read, isLast: offset >= range.End);
            await pause(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(piece);
        Return(ref decoded);
        Return(ref bytes);
        if (characters.Length > 0)
        {
            ArrayPool<char>.Shared.Return(characters);
            characters = [];
        }
    }

    private void Look(int read, bool isLast)
    {
        ReadOnlySpan<byte> content = piece.AsSpan(0, read);
        if (transfer is not null)
        {
            // What is left of the piece before may come out with this one, so the length is asked for each time.
            Grow(ref decoded, 0, transfer.EstimateOutputLength(read));
            content = decoded.AsSpan(0, transfer.Decode(piece, 0, read, decoded));
        }

        if (includesAscii)
        {
            LookInBytes(content);
        }

        // In bytes of ASCII alone there is no other text.
        TargetKinds others = includesAscii ? TargetKinds.NotAscii : TargetKinds.All;
        if (targets.HasLeft(others))
        {
            LookInCharacters(content, others, isLast);
        }
    }

    // What is shorter than the longest text may be the beginning of one.
    private void LookInBytes(ReadOnlySpan<byte> content)
    {
        Grow(ref bytes, keptBytes, keptBytes + content.Length);
        content.CopyTo(bytes.AsSpan(keptBytes));
        int count = keptBytes + content.Length;
        targets.LookInBytes(bytes.AsSpan(0, count), TargetKinds.All);
        keptBytes = Math.Min(count, Math.Max(targets.MaxLength - 1, 0));
        bytes.AsSpan(count - keptBytes, keptBytes).CopyTo(bytes);
    }

    private void LookInCharacters(ReadOnlySpan<byte> content, TargetKinds kinds, bool isLast)
    {
        int needed = keptCharacters + charset.GetMaxCharCount(content.Length + MaxPending);
        if (characters.Length < needed)
        {
            char[] larger = ArrayPool<char>.Shared.Rent(needed);
            characters.AsSpan(0, keptCharacters).CopyTo(larger);
            if (characters.Length > 0)
            {
                ArrayPool<char>.Shared.Return(characters);
            }

            characters = larger;
        }

        int count = keptCharacters + decoder.GetChars(content, characters.AsSpan(keptCharacters), flush: isLast);
        targets.LookInText(characters.AsSpan(0, count), kinds);
        keptCharacters = Math.Min(count, Math.Max(targets.MaxLength - 1, 0));
        characters.AsSpan(count - keptCharacters, keptCharacters).CopyTo(characters);
    }

    private static void Grow(ref byte[] buffer, int kept, int needed)
    {
        if (buffer.Length < needed)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(needed);
            buffer.AsSpan(0, kept).CopyTo(larger);
            Return(ref buffer);
            buffer = larger;
        }
    }

    private static void Return(ref byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = [];
        }
    }
}

using System.Buffers;
using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// What stands before the first and after the last part of a multipart, without the delimiters. RFC 2046 §5.1.1
/// (preamble, epilogue)
/// </summary>
internal static class MultipartMargins
{
    // More than the longest delimiter that a structure takes for one.
    private const int MaxDelimiter = 1_100;

    /// <summary>Finds both; either may be empty.</summary>
    public static async ValueTask<(ByteRange Before, ByteRange After)> FindAsync(
        MessageContent content, StructureView structure, int multipart, CancellationToken cancellationToken)
    {
        PartEntry whole = structure.Part(multipart);
        long first = whole.End;
        long last = whole.ContentStart;
        for (int index = multipart + 1, count = structure.PartCount; index < count; index++)
        {
            PartEntry part = structure.Part(index);
            if (part.Parent == multipart)
            {
                first = Math.Min(first, part.Start);
                last = Math.Max(last, part.End);
            }
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(MaxDelimiter);
        try
        {
            return (await TrimEndAsync(content, whole.ContentStart, first, buffer, cancellationToken),
                await TrimStartAsync(content, last, whole.End, buffer, cancellationToken));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // The preamble ends before the line of the first delimiter.
    private static async ValueTask<ByteRange> TrimEndAsync(
        MessageContent content, long start, long end, byte[] buffer, CancellationToken cancellationToken)
    {
        int length = (int)Math.Min(MaxDelimiter, end - start);
        if (length <= 0)
        {
            return default;
        }

        int read = await ReadAsync(content, end - length, buffer.AsMemory(0, length), cancellationToken);
        int lineEnd = buffer.AsSpan(0, Math.Max(read - 1, 0)).LastIndexOf((byte)'\n');
        return new ByteRange(start, lineEnd < 0 ? 0 : end - length + lineEnd + 1 - start);
    }

    // The epilogue begins after the line of the last delimiter, which the line end before it belongs to.
    private static async ValueTask<ByteRange> TrimStartAsync(
        MessageContent content, long start, long end, byte[] buffer, CancellationToken cancellationToken)
    {
        int length = (int)Math.Min(MaxDelimiter, end - start);
        if (length <= 0)
        {
            return default;
        }

        int read = await ReadAsync(content, start, buffer.AsMemory(0, length), cancellationToken);
        ReadOnlySpan<byte> rest = buffer.AsSpan(0, read);
        int skipped = rest.StartsWith("\r\n"u8) ? 2 : rest.StartsWith("\n"u8) ? 1 : 0;
        int lineEnd = rest[skipped..].IndexOf((byte)'\n');
        long epilogue = start + skipped + lineEnd + 1;
        return lineEnd < 0 ? default : new ByteRange(epilogue, end - epilogue);
    }

    private static async ValueTask<int> ReadAsync(
        MessageContent content, long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int length = 0;
        while (length < buffer.Length
            && await content.ReadAsync(offset + length, buffer[length..], cancellationToken) is > 0 and var read)
        {
            length += read;
        }

        return length;
    }
}

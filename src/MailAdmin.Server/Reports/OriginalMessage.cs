using System.Globalization;
using MailAdmin.Contracts;
using MimeKit;

namespace MailAdmin.Server.Reports;

/// <summary>What a report needs of the message it is about.</summary>
/// <param name="Header">The header with the blank line, as far as it is returned.</param>
/// <param name="IsHeaderAscii">Whether the header is ASCII.</param>
/// <param name="IsAscii">Whether the whole message is ASCII.</param>
/// <param name="Language">The presumed language of the sender.</param>
internal sealed record OriginalMessage(
    ReadOnlyMemory<byte> Header, bool IsHeaderAscii, bool IsAscii, ReportLanguage Language)
{
    // A longer header is truncated.
    private const int MaxHeader = 64 << 10;
    private const int PieceLength = 32 << 10;

    /// <summary>Reads the message once.</summary>
    /// <param name="content">The message.</param>
    /// <param name="subject">Its subject, decoded, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async ValueTask<OriginalMessage> ReadAsync(
        MessageContent content, string? subject, CancellationToken cancellationToken)
    {
        byte[] start = new byte[(int)Math.Min(content.Length, MaxHeader)];
        int length = await content.ReadAsync(0, start, cancellationToken);
        ReadOnlyMemory<byte> header = CutHeader(start.AsMemory(0, length));
        bool isAscii = await IsAsciiAsync(content, cancellationToken);
        bool isHeaderAscii = System.Text.Ascii.IsValid(header.Span);
        return new OriginalMessage(
            header, isHeaderAscii, isAscii, await FindLanguageAsync(header, subject, cancellationToken));
    }

    // Up to the blank line; a truncated one ends with a whole line.
    private static ReadOnlyMemory<byte> CutHeader(ReadOnlyMemory<byte> bytes)
    {
        int end = bytes.Span.IndexOf("\r\n\r\n"u8);
        if (end >= 0)
        {
            return bytes[..(end + 4)];
        }

        int lastLine = bytes.Span.LastIndexOf("\r\n"u8);
        return bytes[..(lastLine + 2 > 1 ? lastLine + 2 : 0)];
    }

    private static async ValueTask<bool> IsAsciiAsync(MessageContent content, CancellationToken cancellationToken)
    {
        byte[] piece = new byte[PieceLength];
        for (long offset = 0; offset < content.Length;)
        {
            int count = await content.ReadAsync(offset, piece, cancellationToken);
            if (count == 0)
            {
                break;
            }

            if (!System.Text.Ascii.IsValid(piece.AsSpan(0, count)))
            {
                return false;
            }

            offset += count;
        }

        return true;
    }

    // The script of the subject, then what the sender's program states (RFC 3282 §2, §3), then the charset.
    private static async ValueTask<ReportLanguage> FindLanguageAsync(
        ReadOnlyMemory<byte> header, string? subject, CancellationToken cancellationToken)
    {
        if (subject is not null && subject.Any(IsKana))
        {
            return ReportLanguage.Japanese;
        }

        HeaderList fields;
        try
        {
            using MemoryStream stream = new(header.ToArray());
            fields = await HeaderList.LoadAsync(stream, cancellationToken);
        }
        catch (FormatException)
        {
            return ReportLanguage.English;
        }

        foreach (HeaderId id in (HeaderId[])[HeaderId.AcceptLanguage, HeaderId.ContentLanguage])
        {
            if (fields[id] is { Length: > 0 } value)
            {
                bool isJapanese = value.TrimStart().StartsWith("ja", ignoreCase: true, CultureInfo.InvariantCulture);
                return isJapanese ? ReportLanguage.Japanese : ReportLanguage.English;
            }
        }

        bool isJapaneseCharset = ContentType.TryParse(fields[HeaderId.ContentType] ?? "", out ContentType? type)
            && type.Charset?.ToLowerInvariant() is "iso-2022-jp" or "shift_jis" or "euc-jp";
        return isJapaneseCharset ? ReportLanguage.Japanese : ReportLanguage.English;
    }

    private static bool IsKana(char character) => character is >= '\u3041' and <= '\u30fe';
}

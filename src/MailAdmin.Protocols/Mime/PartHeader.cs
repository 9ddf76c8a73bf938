namespace MailAdmin.Protocols.Mime;

/// <summary>Draws from the header of a part what it is. RFC 2045 §5, §6</summary>
internal static class PartHeader
{
    /// <summary>Sets type, kind, encoding and charset.</summary>
    public static void Read(MimePart part, HeaderCapture capture)
    {
        int field = capture.Find(KnownField.ContentType, part.FirstField, part.EndField);
        part.Type = (field < 0 ? null : MediaType.Parse(capture.Value(field))) ?? DefaultType(part);
        part.Kind = part.Type switch
        {
            { IsText: true } => PartKind.Text,
            { IsMultipart: true } => PartKind.Multipart,
            { IsMessage: true } => PartKind.Message,
            _ => PartKind.Other,
        };

        ReadOnlySpan<byte> encoding = EncodingName(part, capture);
        part.Encoding = encoding.Is("base64"u8) ? TransferEncoding.Base64
            : encoding.Is("quoted-printable"u8) ? TransferEncoding.QuotedPrintable
            : TransferEncoding.Identity;

        if (part.Kind == PartKind.Text)
        {
            ReadOnlySpan<byte> charset = part.Type["CHARSET"u8];
            part.CodePage = charset.IsEmpty
                ? System.Text.Encoding.ASCII.CodePage
                : Charsets.Find(charset)?.CodePage ?? 0;
        }
    }

    /// <summary>The word of Content-Transfer-Encoding; empty: none.</summary>
    public static ReadOnlySpan<byte> EncodingName(MimePart part, HeaderCapture capture)
    {
        int field = capture.Find(KnownField.ContentTransferEncoding, part.FirstField, part.EndField);
        return field < 0 ? default : new MimeValueReader(capture.Value(field)).ReadToken();
    }

    private static MediaType DefaultType(MimePart part) =>
        part is { Number: > 0, Parent.Type.IsDigest: true } ? MediaType.Message : MediaType.PlainText;
}

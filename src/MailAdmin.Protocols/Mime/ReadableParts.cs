using System.Collections.Frozen;
using System.Text;
using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// Which parts SEARCH looks into: text, whatever stands in the message as it is or in quoted-printable, and of what is
/// BASE64 the types that are text in fact, as application/json. An image has no words.
/// </summary>
internal static class ReadableParts
{
    // The field is at the beginning of a part's header, which has a few lines.
    private const int MaxHeader = 16 << 10;

    private static readonly FrozenSet<string> TextSubtypes = new[]
    {
        "JSON", "XML", "JAVASCRIPT", "ECMASCRIPT", "X-JAVASCRIPT", "SQL", "X-SH", "X-CSH", "YAML", "X-YAML", "TOML",
        "RTF", "X-TEX", "X-LATEX", "XML-DTD", "LD+JSON", "X-WWW-FORM-URLENCODED", "PGP-SIGNATURE", "PGP-KEYS",
        "NEWS-GROUPINFO", "SIEVE", "X-PYTHON-CODE", "X-PHP", "X-PERL", "X-SUBRIP", "SDP",
    }.ToFrozenSet();

    /// <summary>Whether the content of a part that has no parts is searched.</summary>
    public static ValueTask<bool> IncludesAsync(
        MessageContent content, PartEntry part, CancellationToken cancellationToken) => part.Kind switch
        {
            PartKind.Text => ValueTask.FromResult(true),
            PartKind.Other when part.Encoding != TransferEncoding.Base64 => ValueTask.FromResult(true),
            PartKind.Other => IsTextTypeAsync(content, part.Header, cancellationToken),
            _ => ValueTask.FromResult(false),
        };

    private static async ValueTask<bool> IsTextTypeAsync(
        MessageContent content, ByteRange header, CancellationToken cancellationToken)
    {
        var type = new ContentTypeField();
        await HeaderScan.VisitAsync(
            content, new ByteRange(header.Offset, Math.Min(header.Length, MaxHeader)), type, cancellationToken);
        return type.Value is { } media && IsText(media);
    }

    private static bool IsText(MediaType media)
    {
        ReadOnlySpan<byte> type = media.Type;
        string subtype = Encoding.ASCII.GetString(media.Subtype);
        return type.SequenceEqual("MESSAGE"u8)
            || (type.SequenceEqual("APPLICATION"u8)
                && (TextSubtypes.Contains(subtype)
                    || subtype.EndsWith("+JSON", StringComparison.Ordinal)
                    || subtype.EndsWith("+XML", StringComparison.Ordinal)
                    || subtype.EndsWith("+YAML", StringComparison.Ordinal)));
    }

    private sealed class ContentTypeField : FieldVisitor
    {
        public MediaType? Value { get; private set; }

        public override bool IsDone => Value is not null;

        public override bool Begin(ReadOnlySpan<byte> line, WireWriter field)
        {
            bool isType = HeaderLine.TrySplit(line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
                && name.Is("Content-Type"u8);
            field.Raw(isType ? value : default);
            return isType;
        }

        public override void End(ReadOnlySpan<byte> field) => Value = MediaType.Parse(field);
    }
}

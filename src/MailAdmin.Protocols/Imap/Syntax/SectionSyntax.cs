using System.Globalization;
using System.Text;
using MailAdmin.Protocols.Mime;

namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>Sections of a message. RFC 9051 §6.4.5.1, §9 (section)</summary>
internal static class SectionSyntax
{
    private const int MaxPath = 64;
    private const int MaxFields = 500;

    // section = "[" [section-spec] "]"; then ["<" number "." nz-number ">"]
    public static bool TryReadSection(ref this ImapReader reader, bool setsSeen, out FetchSection section)
    {
        section = new FetchSection { Label = [], SetsSeen = setsSeen };
        reader.TryRead('[');
        if (!TryReadPath(ref reader, out List<uint> path, out bool needsText))
        {
            return false;
        }

        section = section with { Path = [.. path] };
        bool isEmpty = reader.Next == ']';
        if (isEmpty ? needsText : !TryReadSectionText(ref reader, ref section))
        {
            return false;
        }

        bool hasText = !isEmpty;
        if (!reader.TryRead(']') || (path.Count > 0 && hasText && !needsText))
        {
            return false;
        }

        return TryReadPartial(ref reader, ref section, out bool isPartial) && Name(ref section, isPartial);
    }

    // section-part = nz-number *("." nz-number)
    private static bool TryReadPath(ref ImapReader reader, out List<uint> path, out bool needsText)
    {
        path = [];
        needsText = false;
        while (char.IsAsciiDigit((char)reader.Next))
        {
            if (path.Count == MaxPath || !reader.TryReadPositiveNumber(out uint number))
            {
                return false;
            }

            path.Add(number);
            needsText = reader.TryRead('.');
            if (!needsText)
            {
                break;
            }
        }

        return true;
    }

    // section-text = section-msgtext / "MIME"; section-msgtext = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list /
    // "TEXT"
    private static bool TryReadSectionText(ref ImapReader reader, ref FetchSection section)
    {
        if (!reader.TryReadName(out ReadOnlySpan<byte> name))
        {
            return false;
        }

        switch (Encoding.ASCII.GetString(name).ToUpperInvariant())
        {
            case "HEADER":
                section = section with { Part = SectionPart.Header };
                return true;
            case "TEXT":
                section = section with { Part = SectionPart.Text };
                return true;
            case "MIME" when section.Path.Length > 0:
                section = section with { Part = SectionPart.Mime };
                return true;
            case "HEADER.FIELDS":
                return TryReadHeaderList(ref reader, ref section);
            case "HEADER.FIELDS.NOT":
                section = section with { IsExcept = true };
                return TryReadHeaderList(ref reader, ref section);
            default:
                return false;
        }
    }

    // header-list = "(" header-fld-name *(SP header-fld-name) ")"; header-fld-name = astring
    private static bool TryReadHeaderList(ref ImapReader reader, ref FetchSection section)
    {
        var fields = new List<string>();
        if (!reader.TryReadSpace() || !reader.TryRead('('))
        {
            return false;
        }

        do
        {
            // The name goes back to the client in the answer, where it must not break the line.
            if (fields.Count == MaxFields
                || !reader.TryReadAstring(out ReadOnlySpan<byte> field)
                || field.IsEmpty
                || field.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
            {
                return false;
            }

            fields.Add(Encoding.ASCII.GetString(field));
        }
        while (reader.TryReadSpace());
        section = section with { Part = SectionPart.Header, Fields = fields };
        return reader.TryRead(')');
    }

    private static bool TryReadPartial(ref ImapReader reader, ref FetchSection section, out bool isPartial)
    {
        isPartial = reader.TryRead('<');
        if (!isPartial)
        {
            return true;
        }

        if (!reader.TryReadNumber64(out long offset)
            || !reader.TryRead('.')
            || !reader.TryReadNumber64(out long length)
            || length == 0)
        {
            return false;
        }

        section = section with { Offset = offset, Length = length };
        return reader.TryRead('>');
    }

    private static bool Name(ref FetchSection section, bool isPartial)
    {
        StringBuilder label = new("BODY[");
        label.AppendJoin('.', section.Path);
        string text = section.Part switch
        {
            SectionPart.Text => "TEXT",
            SectionPart.Mime => "MIME",
            SectionPart.Header when section.Fields is null => "HEADER",
            SectionPart.Header when section.IsExcept => "HEADER.FIELDS.NOT",
            SectionPart.Header => "HEADER.FIELDS",
            _ => "",
        };
        label.Append(section.Path.Length > 0 && text.Length > 0 ? "." : "").Append(text);
        if (section.Fields is not null)
        {
            label.Append(" (").AppendJoin(' ', section.Fields.Select(QuoteIfNeeded)).Append(')');
        }

        label.Append(']');
        if (isPartial)
        {
            label.Append(CultureInfo.InvariantCulture, $"<{section.Offset}>");
        }

        section = section with { Label = Encoding.ASCII.GetBytes(label.ToString()) };
        return true;
    }

    private static string QuoteIfNeeded(string field)
    {
        var reader = new ImapReader(Encoding.ASCII.GetBytes(field));
        return reader.TryReadAtom(out _) && reader.AtEnd
            ? field
            : "\"" + field.Replace(
                "\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
    }
}

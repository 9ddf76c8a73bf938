namespace MailAdmin.Protocols.Mime;

/// <summary>Writes BODY and BODYSTRUCTURE. RFC 9051 §7.5.2, and the grammar of "body" in §9</summary>
internal sealed class BodyStructureWriter(HeaderCapture capture, WireWriter output, bool extended)
{
    // What a text that does not say is in. RFC 2045 §5.2
    private static readonly MimeParameter DefaultCharset = new("CHARSET"u8.ToArray(), "US-ASCII"u8.ToArray());

    /// <summary>Writes the structure of a part and of what is in it.</summary>
    public void Write(MimePart part)
    {
        output.Raw("("u8);
        if (part.Kind == PartKind.Multipart)
        {
            WriteMultipart(part);
        }
        else
        {
            WriteSingle(part);
        }

        output.Raw(")"u8);
    }

    // body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]
    private void WriteMultipart(MimePart part)
    {
        foreach (MimePart child in part.Children)
        {
            Write(child);
        }

        output.Raw(" "u8);
        output.String(part.Type.Subtype);
        if (extended)
        {
            output.Raw(" "u8);
            WriteParameters(part.Type.Parameters);
            WriteExtension(part);
        }
    }

    // body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part]
    private void WriteSingle(MimePart part)
    {
        output.String(part.Type.Type);
        output.Raw(" "u8);
        output.String(part.Type.Subtype);
        output.Raw(" "u8);
        bool lacksCharset = part.Kind == PartKind.Text && !part.Type.Has("CHARSET"u8);
        WriteParameters(lacksCharset ? [.. part.Type.Parameters, DefaultCharset] : part.Type.Parameters);
        WriteField(KnownField.ContentId, part);
        WriteField(KnownField.ContentDescription, part);
        output.Raw(" "u8);
        ReadOnlySpan<byte> encoding = PartHeader.EncodingName(part, capture);
        output.String(encoding.IsEmpty ? "7BIT"u8 : encoding.ToUpperAscii());
        output.Raw(" "u8);
        output.Number(part.ContentLength);
        if (part.Kind == PartKind.Message)
        {
            output.Raw(" "u8);
            EnvelopeWriter.Write(part.Children[0], capture, output);
            output.Raw(" "u8);
            Write(part.Children[0]);
        }

        if (part.Kind is PartKind.Text or PartKind.Message)
        {
            output.Raw(" "u8);
            output.Number(part.Lines);
        }

        if (extended)
        {
            WriteField(KnownField.ContentMd5, part);
            WriteExtension(part);
        }
    }

    // body-fld-dsp SP body-fld-lang SP body-fld-loc
    private void WriteExtension(MimePart part)
    {
        output.Raw(" "u8);
        WriteDisposition(part);
        output.Raw(" "u8);
        WriteLanguages(part);
        WriteField(KnownField.ContentLocation, part);
    }

    // body-fld-param = "(" string SP string *(SP string SP string) ")" / nil
    private void WriteParameters(IReadOnlyList<MimeParameter> parameters)
    {
        if (parameters.Count == 0)
        {
            output.Nil();
            return;
        }

        for (int index = 0; index < parameters.Count; index++)
        {
            output.Raw(index == 0 ? "("u8 : " "u8);
            output.String(parameters[index].Name);
            output.Raw(" "u8);
            output.String(parameters[index].Value);
        }

        output.Raw(")"u8);
    }

    // body-fld-dsp = "(" string SP body-fld-param ")" / nil
    private void WriteDisposition(MimePart part)
    {
        int field = capture.Find(KnownField.ContentDisposition, part.FirstField, part.EndField);
        MimeValueReader reader = new(field < 0 ? default : capture.Value(field));
        ReadOnlySpan<byte> disposition = reader.ReadToken();
        if (disposition.IsEmpty)
        {
            output.Nil();
            return;
        }

        output.Raw("("u8);
        output.String(disposition.ToUpperAscii());
        output.Raw(" "u8);
        WriteParameters(ParameterContinuations.Join(reader.ReadParameters()));
        output.Raw(")"u8);
    }

    // body-fld-lang = nstring / "(" string *(SP string) ")"
    private void WriteLanguages(MimePart part)
    {
        int field = capture.Find(KnownField.ContentLanguage, part.FirstField, part.EndField);
        MimeValueReader reader = new(field < 0 ? default : capture.Value(field));
        int start = output.Length;
        while (!reader.AtEnd)
        {
            ReadOnlySpan<byte> language = reader.ReadToken();
            if (!language.IsEmpty)
            {
                output.Raw(output.Length == start ? "("u8 : " "u8);
                output.String(language);
            }

            reader.SkipPast((byte)',');
        }

        if (output.Length == start)
        {
            output.Nil();
            return;
        }

        output.Raw(")"u8);
    }

    private void WriteField(KnownField field, MimePart part)
    {
        output.Raw(" "u8);
        int index = capture.Find(field, part.FirstField, part.EndField);
        output.StringOrNil(index < 0 ? default : capture.Value(index));
    }
}

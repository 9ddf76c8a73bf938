namespace MailAdmin.Protocols.Mime;

/// <summary>Writes the ENVELOPE of a message. RFC 9051 §7.5.2</summary>
internal static class EnvelopeWriter
{
    /// <summary>Writes it from the fields of the header.</summary>
    public static void Write(MimePart message, HeaderCapture capture, WireWriter output)
    {
        output.Raw("("u8);
        WriteString(KnownField.Date, message, capture, output);
        output.Raw(" "u8);
        WriteString(KnownField.Subject, message, capture, output);
        output.Raw(" "u8);

        int from = output.Length;
        WriteAddresses(KnownField.From, message, capture, output);
        int fromLength = output.Length - from;
        output.Raw(" "u8);
        WriteAddressesOrFrom(KnownField.Sender, message, capture, output, from, fromLength);
        output.Raw(" "u8);
        WriteAddressesOrFrom(KnownField.ReplyTo, message, capture, output, from, fromLength);
        output.Raw(" "u8);
        WriteAddresses(KnownField.To, message, capture, output);
        output.Raw(" "u8);
        WriteAddresses(KnownField.Cc, message, capture, output);
        output.Raw(" "u8);
        WriteAddresses(KnownField.Bcc, message, capture, output);
        output.Raw(" "u8);
        WriteString(KnownField.InReplyTo, message, capture, output);
        output.Raw(" "u8);
        WriteString(KnownField.MessageId, message, capture, output);
        output.Raw(")"u8);
    }

    // Absent is NIL; present but empty is an empty string.
    private static void WriteString(KnownField field, MimePart message, HeaderCapture capture, WireWriter output)
    {
        int index = capture.Find(field, message.FirstField, message.EndField);
        if (index < 0)
        {
            output.Nil();
            return;
        }

        output.String(capture.Value(index));
    }

    private static void WriteAddressesOrFrom(
        KnownField field, MimePart message, HeaderCapture capture, WireWriter output, int from, int fromLength)
    {
        if (!WriteAddresses(field, message, capture, output))
        {
            output.Truncate(output.Length - "NIL"u8.Length);
            output.Repeat(from, fromLength);
        }
    }

    // False: there are none, and NIL was written.
    private static bool WriteAddresses(KnownField field, MimePart message, HeaderCapture capture, WireWriter output)
    {
        int start = output.Length;
        output.Raw("("u8);
        for (int index = capture.Find(field, message.FirstField, message.EndField);
            index >= 0;
            index = capture.Find(field, index + 1, message.EndField))
        {
            AddressListWriter.Write(capture.Value(index), output);
        }

        if (output.Length == start + 1)
        {
            output.Truncate(start);
            output.Nil();
            return false;
        }

        output.Raw(")"u8);
        return true;
    }
}

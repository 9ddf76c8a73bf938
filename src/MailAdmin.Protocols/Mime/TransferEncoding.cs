namespace MailAdmin.Protocols.Mime;

/// <summary>How the bytes of a part are encoded. RFC 2045 §6.1</summary>
internal enum TransferEncoding : byte
{
    /// <summary>7bit, 8bit, binary, and unknown encodings: the bytes are the content.</summary>
    Identity,

    /// <summary>quoted-printable.</summary>
    QuotedPrintable,

    /// <summary>base64.</summary>
    Base64,
}

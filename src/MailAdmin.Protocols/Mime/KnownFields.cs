namespace MailAdmin.Protocols.Mime;

/// <summary>The names of the header fields that a structure is made of.</summary>
internal static class KnownFields
{
    private static readonly (KnownField Field, byte[] Name)[] Names =
    [
        (KnownField.Date, "Date"u8.ToArray()),
        (KnownField.Subject, "Subject"u8.ToArray()),
        (KnownField.From, "From"u8.ToArray()),
        (KnownField.Sender, "Sender"u8.ToArray()),
        (KnownField.ReplyTo, "Reply-To"u8.ToArray()),
        (KnownField.To, "To"u8.ToArray()),
        (KnownField.Cc, "Cc"u8.ToArray()),
        (KnownField.Bcc, "Bcc"u8.ToArray()),
        (KnownField.InReplyTo, "In-Reply-To"u8.ToArray()),
        (KnownField.MessageId, "Message-ID"u8.ToArray()),
        (KnownField.ContentType, "Content-Type"u8.ToArray()),
        (KnownField.ContentTransferEncoding, "Content-Transfer-Encoding"u8.ToArray()),
        (KnownField.ContentId, "Content-ID"u8.ToArray()),
        (KnownField.ContentDescription, "Content-Description"u8.ToArray()),
        (KnownField.ContentMd5, "Content-MD5"u8.ToArray()),
        (KnownField.ContentDisposition, "Content-Disposition"u8.ToArray()),
        (KnownField.ContentLanguage, "Content-Language"u8.ToArray()),
        (KnownField.ContentLocation, "Content-Location"u8.ToArray()),
    ];

    /// <summary>Which field a name names; None: another one.</summary>
    public static KnownField Find(ReadOnlySpan<byte> name)
    {
        foreach ((KnownField field, byte[] known) in Names)
        {
            if (name.Is(known))
            {
                return field;
            }
        }

        return KnownField.None;
    }

    /// <summary>Whether a field lists addresses: those of several fields of the name count together.</summary>
    public static bool ListsAddresses(KnownField field) => field is >= KnownField.From and <= KnownField.Bcc;

    /// <summary>Whether a field belongs to a message rather than to any part.</summary>
    public static bool BelongsToMessage(KnownField field) => field is >= KnownField.Date and <= KnownField.MessageId;
}

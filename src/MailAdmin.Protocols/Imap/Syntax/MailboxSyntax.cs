namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>Mailbox names as clients write them. RFC 9051 §5.1, §9 (mailbox); RFC 3501 §5.1.3</summary>
internal static class MailboxSyntax
{
    /// <summary>What stands between the levels of a name.</summary>
    public const char Separator = '/';

    // mailbox = "INBOX" / astring
    /// <exception cref="MailException">InvalidMailboxName: an astring, but not the encoding of a name.</exception>
    public static bool TryReadMailbox(ref this ImapReader reader, out string name)
    {
        name = "";
        if (!reader.TryReadAstring(out ReadOnlySpan<byte> bytes))
        {
            return false;
        }

        name = Decode(bytes);
        return true;
    }

    // list-mailbox = 1*list-char / string
    /// <param name="reader">Where it stands.</param>
    /// <param name="pattern">The pattern; null: an encoding that no name has, so that none fits.</param>
    public static bool TryReadMailboxPattern(ref this ImapReader reader, out string? pattern)
    {
        bool isRead = reader.TryReadListPattern(out ReadOnlySpan<byte> bytes);
        pattern = isRead && ModifiedUtf7.TryDecode(bytes, out string? decoded) ? decoded : null;
        return isRead;
    }

    // mailbox, as the reference of LIST
    /// <param name="reader">Where it stands.</param>
    /// <param name="reference">The reference; null: an encoding that no name has, so that none fits.</param>
    public static bool TryReadReference(ref this ImapReader reader, out string? reference)
    {
        bool isRead = reader.TryReadAstring(out ReadOnlySpan<byte> bytes);
        reference = isRead && ModifiedUtf7.TryDecode(bytes, out string? decoded) ? decoded : null;
        return isRead;
    }

    /// <summary>
    /// A trailing separator only announces children to come; it is not part of the name. RFC 3501 §6.3.3
    /// </summary>
    public static string WithoutTrailingSeparator(string name) =>
        name.Length > 1 && name[^1] == Separator ? name[..^1] : name;

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        return ModifiedUtf7.TryDecode(bytes, out string? name)
            ? name
            : throw MailException.Of(MailError.InvalidMailboxName.As("Encoding"));
    }
}

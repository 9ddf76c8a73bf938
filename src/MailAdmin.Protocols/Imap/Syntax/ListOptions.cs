using System.Text;

namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>
/// The arguments of LIST. RFC 3501 §6.3.8; the selection and return option SPECIAL-USE belong to RFC 6154 §3, which
/// clients use as soon as it is announced. Other options come with LIST-EXTENDED (RFC 5258).
/// </summary>
/// <param name="Pattern">The names that are asked for, or null when no name can fit.</param>
/// <param name="IsRootQuery">Whether only the separator is asked for: the pattern is empty.</param>
/// <param name="OnlySpecialUse">Whether only mailboxes with a special use are asked for.</param>
internal sealed record ListOptions(MailboxPattern? Pattern, bool IsRootQuery, bool OnlySpecialUse)
{
    // list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]
    public static bool TryRead(ref ImapReader reader, bool allowsOptions, out ListOptions options)
    {
        options = new ListOptions(null, false, false);
        bool onlySpecialUse = false;
        if (!reader.TryReadSpace()
            || (allowsOptions
                && reader.Next == '('
                && !(TryReadWords(ref reader, out onlySpecialUse) && reader.TryReadSpace()))
            || !reader.TryReadReference(out string? reference)
            || !reader.TryReadSpace()
            || !reader.TryReadMailboxPattern(out string? pattern))
        {
            return false;
        }

        // All attributes that can be requested are sent anyway.
        bool isWhole = reader.AtEnd
            || (allowsOptions
                && reader.TryReadSpace()
                && reader.TryReadWord("RETURN"u8)
                && reader.TryReadSpace()
                && TryReadWords(ref reader, out _));
        MailboxPattern? names = reference is null || pattern is null ? null : new MailboxPattern(reference, pattern);
        options = new ListOptions(names, pattern is "", onlySpecialUse);
        return isWhole && reader.AtEnd;
    }

    // "(" [option *(SP option)] ")"
    private static bool TryReadWords(ref ImapReader reader, out bool hasSpecialUse)
    {
        hasSpecialUse = false;
        if (!reader.TryRead('('))
        {
            return false;
        }

        if (reader.TryRead(')'))
        {
            return true;
        }

        do
        {
            if (!reader.TryReadName(out ReadOnlySpan<byte> word))
            {
                return false;
            }

            bool isSpecialUse = Ascii.EqualsIgnoreCase(word, "SPECIAL-USE"u8);
            if (!isSpecialUse && !Ascii.EqualsIgnoreCase(word, "CHILDREN"u8))
            {
                return false;
            }

            hasSpecialUse |= isSpecialUse;
        }
        while (reader.TryReadSpace());
        return reader.TryRead(')');
    }
}

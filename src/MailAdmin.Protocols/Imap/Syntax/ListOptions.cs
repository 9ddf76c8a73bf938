using System.Text;

namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>
/// The arguments of LIST. RFC 3501 §6.3.8; the selection and return option SPECIAL-USE belong to RFC 6154 §3, which
/// clients use as soon as it is announced. Other options come with LIST-EXTENDED (RFC 5258).
/// </summary>
internal sealed record ListOptions(string Reference, string Pattern, bool OnlySpecialUse)
{
    // list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]
    public static bool TryRead(ref ImapReader reader, bool allowsOptions, out ListOptions options)
    {
        options = new ListOptions("", "", false);
        bool onlySpecialUse = false;
        if (!reader.TryReadSpace()
            || (allowsOptions
                && reader.Next == '('
                && !(TryReadWords(ref reader, out onlySpecialUse) && reader.TryReadSpace()))
            || !reader.TryReadMailbox(out string reference)
            || !reader.TryReadSpace()
            || !reader.TryReadMailboxPattern(out string pattern))
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
        options = new ListOptions(reference, pattern, onlySpecialUse);
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

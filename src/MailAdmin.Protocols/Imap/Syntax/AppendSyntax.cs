using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>append = "APPEND" SP mailbox [SP flag-list] [SP date-time] SP literal. RFC 9051 §9</summary>
internal static class AppendSyntax
{
    /// <summary>
    /// Whether the literal at the end of the input so far is the message, not the name of the mailbox.
    /// </summary>
    public static bool EndsInMessage(ReadOnlySpan<byte> arguments)
    {
        var reader = new ImapReader(arguments);
        return reader.TryReadSpace() && reader.TryReadAstring(out _) && reader.TryReadSpace();
    }

    /// <summary>Reads everything up to the literal's announcement.</summary>
    public static bool TryReadAppendOptions(ref this ImapReader reader, out AppendOptions options)
    {
        options = new AppendOptions("", NamedFlags.None, null);
        if (!reader.TryReadSpace() || !reader.TryReadMailbox(out string name) || !reader.TryReadSpace())
        {
            return false;
        }

        NamedFlags flags = NamedFlags.None;
        if (reader.Next == '(' && !(reader.TryReadFlagList(out flags) && reader.TryReadSpace()))
        {
            return false;
        }

        DateTimeOffset? date = null;
        if (reader.Next == '"')
        {
            if (!reader.TryReadDateTime(out DateTimeOffset moment) || !reader.TryReadSpace())
            {
                return false;
            }

            date = moment;
        }

        options = new AppendOptions(name, flags, date);
        return reader.TryReadLiteralHeader(out _, out _) && reader.AtEnd;
    }
}

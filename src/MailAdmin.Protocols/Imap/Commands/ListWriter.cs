using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>Writes LIST and LSUB responses. RFC 9051 §7.3.1</summary>
internal static class ListWriter
{
    /// <summary>mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox</summary>
    public static void Write(ResponseWriter responses, string verb, string attributes, string name)
    {
        responses.Write("* "u8);
        responses.Write(verb);
        responses.Write(" ("u8);
        responses.Write(attributes);
        responses.Write(") \"/\" "u8);
        responses.WriteMailbox(name);
        responses.WriteEndOfLine();
    }

    /// <summary>The attributes of a name. RFC 3348 §3, RFC 6154 §2</summary>
    public static string AttributesOf(ListedMailbox listed)
    {
        if (listed.Mailbox is not { } mailbox)
        {
            return "\\Noselect \\HasChildren";
        }

        string children = listed.HasChildren ? "\\HasChildren" : "\\HasNoChildren";
        return mailbox.SpecialUse switch
        {
            SpecialUse.Drafts => children + " \\Drafts",
            SpecialUse.Sent => children + " \\Sent",
            SpecialUse.Junk => children + " \\Junk",
            SpecialUse.Trash => children + " \\Trash",
            SpecialUse.Archive => children + " \\Archive",
            SpecialUse.None or SpecialUse.Inbox => children,
            _ => children,
        };
    }
}

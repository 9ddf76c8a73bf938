using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>LIST: names mailboxes by pattern. RFC 3501 §6.3.8, RFC 3348 (children), RFC 6154 §2 (special use)</summary>
internal static class ListCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        ImapReader reader = arguments.Read();
        if (!ListOptions.TryRead(ref reader, allowsOptions: true, out ListOptions options))
        {
            return ImapReplies.BadArguments;
        }

        if (options.IsRootQuery)
        {
            // Asks for the separator and the root of the reference. RFC 9051 §6.3.9
            ListWriter.Write(session.Responses, "LIST", "\\Noselect", "");
            return ImapStatus.Ok("LIST completed");
        }

        if (options.Pattern is not { } pattern)
        {
            return ImapStatus.Ok("LIST completed");
        }

        if (pattern.IsTooComplex)
        {
            return ImapReplies.TooManyWildcards;
        }

        IReadOnlyList<MailboxInfo> mailboxes = await session.Mailboxes.ListAsync(session.Account, cancellationToken);
        foreach (ListedMailbox listed in MailboxTree.Arrange(mailboxes))
        {
            bool isSpecial = listed.Mailbox is { SpecialUse: not (SpecialUse.None or SpecialUse.Inbox) };
            if ((isSpecial || !options.OnlySpecialUse) && pattern.Matches(listed.Name))
            {
                ListWriter.Write(session.Responses, "LIST", ListWriter.AttributesOf(listed), listed.Name);
            }
        }

        return ImapStatus.Ok("LIST completed");
    }
}

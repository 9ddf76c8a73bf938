using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>
/// RENAME: gives a mailbox and those below it another name. RFC 9051 §6.3.6; of INBOX it moves the messages
/// </summary>
internal static class RenameCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        ImapReader reader = arguments.Read();
        if (!reader.TryReadSpace()
            || !reader.TryReadMailbox(out string name)
            || !reader.TryReadSpace()
            || !reader.TryReadMailbox(out string newName)
            || !reader.AtEnd)
        {
            return ImapReplies.BadArguments;
        }

        name = MailboxSyntax.WithoutTrailingSeparator(name);
        newName = MailboxSyntax.WithoutTrailingSeparator(newName);
        await session.Mailboxes.RenameAsync(session.Account, name, newName, cancellationToken);
        return ImapStatus.Ok("RENAME completed");
    }
}

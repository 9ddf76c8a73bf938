using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>DELETE: removes a mailbox and its messages; those below it stay. RFC 9051 §6.3.5</summary>
internal static class DeleteCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        if (!arguments.TryReadMailbox(out string name))
        {
            return ImapReplies.BadArguments;
        }

        MailboxInfo? info = await session.Mailboxes.FindAsync(session.Account, name, cancellationToken);
        await session.Mailboxes.DeleteAsync(session.Account, name, cancellationToken);
        if (info is not null && info.Id == session.Selected?.Id)
        {
            session.Select(null);
            session.Responses.Write("* OK [CLOSED] The selected mailbox was deleted\r\n"u8);
        }

        return ImapStatus.Ok("DELETE completed");
    }
}

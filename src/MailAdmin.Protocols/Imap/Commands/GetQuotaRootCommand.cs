using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Syntax;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>GETQUOTAROOT: which quota a mailbox counts against, and how that stands. RFC 9208 §4.1.2</summary>
internal static class GetQuotaRootCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        ImapReader reader = arguments.Read();
        if (!reader.TryReadSpace() || !reader.TryReadMailbox(out string name) || !reader.AtEnd)
        {
            return ImapReplies.BadArguments;
        }

        MailboxInfo info = await session.Mailboxes.FindAsync(session.Account, name, cancellationToken).ConfigureAwait(false)
            ?? throw new MailException(MailError.MailboxNotFound, "No such mailbox.");
        session.Responses.Write("* QUOTAROOT "u8);
        session.Responses.WriteMailbox(info.Name);
        session.Responses.Write(" \"\"\r\n"u8);
        await GetQuotaCommand.WriteAsync(session, cancellationToken).ConfigureAwait(false);
        return ImapStatus.Ok("GETQUOTAROOT completed");
    }
}

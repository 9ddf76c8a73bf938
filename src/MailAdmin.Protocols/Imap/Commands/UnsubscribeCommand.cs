using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>UNSUBSCRIBE: removes a name from those that LSUB lists. RFC 9051 §6.3.8</summary>
internal static class UnsubscribeCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        if (!arguments.TryReadMailbox(out string name))
        {
            return ImapReplies.BadArguments;
        }

        name = MailboxSyntax.WithoutTrailingSeparator(name);
        await session.Mailboxes.SetSubscribedAsync(session.Account, name, subscribed: false, cancellationToken);
        return ImapStatus.Ok("UNSUBSCRIBE completed");
    }
}

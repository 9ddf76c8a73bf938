using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>
/// SUBSCRIBE: adds a name to those that LSUB lists; it need not exist. RFC 9051 §6.3.7, RFC 3501 §6.3.6
/// </summary>
internal static class SubscribeCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        if (!arguments.TryReadMailbox(out string name))
        {
            return ImapReplies.BadArguments;
        }

        name = MailboxSyntax.WithoutTrailingSeparator(name);
        await session.Mailboxes.SetSubscribedAsync(session.Account, name, subscribed: true, cancellationToken);
        return ImapStatus.Ok("SUBSCRIBE completed");
    }
}

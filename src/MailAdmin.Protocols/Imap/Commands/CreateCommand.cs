using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>CREATE: makes a mailbox, and any parents it lacks. RFC 9051 §6.3.4, RFC 3501 §6.3.3</summary>
internal static class CreateCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        if (!arguments.TryReadMailbox(out string name))
        {
            return ImapReplies.BadArguments;
        }

        name = MailboxSyntax.WithoutTrailingSeparator(name);
        await session.Mailboxes.CreateAsync(session.Account, name, SpecialUse.None, cancellationToken);
        return ImapStatus.Ok("CREATE completed");
    }
}

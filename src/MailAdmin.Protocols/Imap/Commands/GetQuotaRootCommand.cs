using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>GETQUOTAROOT: which quota a mailbox counts against, and how that stands. RFC 9208 §4.1.2</summary>
internal static class GetQuotaRootCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        if (!arguments.TryReadMailbox(out string name))
        {
            return ImapReplies.BadArguments;
        }

        MailboxInfo info = await session.RequireMailboxAsync(name, cancellationToken);
        AccountUsage usage = await session.Mailboxes.GetUsageAsync(session.Account, cancellationToken);
        session.Responses.Write("* QUOTAROOT "u8);
        session.Responses.WriteMailbox(info.Name);
        if (usage.Quota.IsUnlimited)
        {
            // No root: MailKit does not understand a root without resources, though RFC 9208 §7 allows it.
            session.Responses.WriteEndOfLine();
            return ImapStatus.Ok("GETQUOTAROOT completed");
        }

        session.Responses.Write(" \"\"\r\n"u8);
        GetQuotaCommand.Write(session, usage);
        return ImapStatus.Ok("GETQUOTAROOT completed");
    }
}

using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Selection;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>COPY and UID COPY: copy messages into a mailbox, all or none. RFC 9051 §6.4.7, RFC 4315 §3</summary>
internal static class CopyCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        SelectedMailbox selected = session.Selected!;
        ImapReader reader = arguments.Read();
        ImapStatus refusal = ImapReplies.BadArguments;
        if (!reader.TryReadSpace()
            || !MessageSelection.TryRead(ref reader, selected, arguments.ByUid, out IReadOnlyList<Range> ranges, out refusal))
        {
            return refusal;
        }

        if (!reader.TryReadSpace() || !reader.TryReadMailbox(out string name) || !reader.AtEnd)
        {
            return ImapReplies.BadArguments;
        }

        MailboxInfo target = await session.Mailboxes.FindAsync(session.Account, name, cancellationToken)
            ?? throw new MailException(MailError.MailboxNotFound, "No such mailbox.");
        List<Uid> uids = MessageSelection.UidsOf(selected, ranges, out bool someAreGone);
        if (uids.Count == 0)
        {
            return someAreGone && !arguments.ByUid ? ImapReplies.ExpungeIssued : ImapStatus.Ok("No message to copy");
        }

        CopyOutcome outcome = await session.Mailboxes.CopyAsync(selected.Id, uids, target.Id, session.Context.Id, cancellationToken);
        return outcome.Pairs.Count == 0
            ? ImapStatus.Ok("No message to copy")
            : ImapStatus.Ok(CopyUid.Format(outcome), "COPY completed");
    }
}

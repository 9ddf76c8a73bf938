using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Selection;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>MOVE and UID MOVE: move messages into a mailbox in one step. RFC 6851 §3, RFC 9051 §6.4.8</summary>
internal static class MoveCommand
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
            return someAreGone && !arguments.ByUid ? ImapReplies.ExpungeIssued : ImapStatus.Ok("No message to move");
        }

        CopyOutcome outcome = await session.Mailboxes.MoveAsync(selected.Id, uids, target.Id, session.Context.Id, cancellationToken);
        if (outcome.Pairs.Count > 0)
        {
            // The client must know the new UIDs before it is told that the old ones are gone. RFC 6851 §4.3
            session.Responses.Write($"* OK [{CopyUid.Format(outcome)}] Moved\r\n");
        }

        return ImapStatus.Ok("MOVE completed");
    }
}

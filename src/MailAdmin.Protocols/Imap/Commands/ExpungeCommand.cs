using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Selection;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;
using MailAdmin.Protocols.Tracing;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>EXPUNGE and UID EXPUNGE: remove what is marked as deleted. RFC 9051 §6.4.3, §6.4.9; RFC 4315 §2.1</summary>
internal static class ExpungeCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        SelectedMailbox selected = session.Selected!;
        List<Uid>? uids = null;
        if (arguments.ByUid)
        {
            ImapReader reader = arguments.Read();
            if (!reader.TryReadSpace() || !SequenceSet.TryRead(ref reader, out SequenceSet set) || !reader.AtEnd)
            {
                return ImapReplies.BadArguments;
            }

            uids = MessageSelection.UidsOf(selected, selected.Messages.Find(set, byUid: true), out _);
        }
        else if (!arguments.AreEmpty)
        {
            return ImapReplies.NoArguments;
        }

        // The session reports the expunged messages, as it does for other sessions' expunges.
        await ExpungeAsync(session, selected, uids, cancellationToken);
        return ImapStatus.Ok("EXPUNGE completed");
    }

    /// <summary>Removes what is marked as deleted, all of it or among some UIDs, and records it in the trace.</summary>
    public static async ValueTask ExpungeAsync(
        ImapSession session, SelectedMailbox selected, IReadOnlyList<Uid>? uids, CancellationToken cancellationToken)
    {
        IEnumerable<Uid> marked =
            selected.Messages.FindDeleted(uids is null ? MessageTrace.MaxPerOperation : int.MaxValue);
        IReadOnlyList<RemovedMessage> described = await session.Trace
            .DescribeAsync(selected.Id, uids is null ? marked : marked.Intersect(uids), cancellationToken);
        IReadOnlyList<Uid> gone = await session.Mailboxes
            .ExpungeAsync(selected.Id, uids, onlyDeleted: true, session.Context.Id, cancellationToken);
        session.Trace.RecordRemoved(described, gone, selected.Info.Name);
    }
}

using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Selection;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>What COPY and MOVE have in common: messages by number or UID, and the mailbox they go to.</summary>
internal static class MessageTransfer
{
    /// <summary>Copies or moves messages in the store.</summary>
    internal delegate Task<CopyOutcome> Transfer(
        MailboxId source, IReadOnlyList<Uid> uids, MailboxId target, long origin, CancellationToken cancellationToken);

    /// <summary>Reads the arguments and transfers the messages.</summary>
    /// <returns>What was transferred, or the status that ends the command when there is nothing to transfer.</returns>
    public static async ValueTask<(CopyOutcome? Outcome, ImapStatus Status)> RunAsync(
        ImapSession session,
        ImapArguments arguments,
        Transfer transfer,
        ImapStatus noMessage,
        CancellationToken cancellationToken)
    {
        SelectedMailbox selected = session.Selected!;
        if (!TryRead(arguments, selected, out IReadOnlyList<Range> ranges, out string name, out ImapStatus refusal))
        {
            return (null, refusal);
        }

        MailboxInfo target = await session.RequireMailboxAsync(name, cancellationToken);
        List<Uid> uids = MessageSelection.UidsOf(selected, ranges, out bool someExpunged);
        if (uids.Count == 0)
        {
            return (null, someExpunged && !arguments.ByUid ? ImapReplies.ExpungeIssued : noMessage);
        }

        return (await transfer(selected.Id, uids, target.Id, session.Context.Id, cancellationToken), noMessage);
    }

    private static bool TryRead(
        ImapArguments arguments,
        SelectedMailbox selected,
        out IReadOnlyList<Range> ranges,
        out string name,
        out ImapStatus refusal)
    {
        name = "";
        ImapReader reader = arguments.Read();
        if (!MessageSelection.TryRead(ref reader, selected, arguments.ByUid, out ranges, out refusal))
        {
            return false;
        }

        refusal = ImapReplies.BadArguments;
        return reader.TryReadSpace() && reader.TryReadMailbox(out name) && reader.AtEnd;
    }
}

using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Selection;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>The messages that a command names, as the store wants them.</summary>
internal static class MessageSelection
{
    /// <summary>Reads a space and a set, and finds its messages.</summary>
    /// <param name="reader">At the space before the set.</param>
    /// <param name="selected">The mailbox.</param>
    /// <param name="byUid">Whether it is a set of UIDs.</param>
    /// <param name="ranges">Ranges of indexes, ascending.</param>
    /// <param name="refusal">Why it returns false.</param>
    public static bool TryRead(
        ref ImapReader reader,
        SelectedMailbox selected,
        bool byUid,
        out IReadOnlyList<Range> ranges,
        out ImapStatus refusal)
    {
        ranges = [];
        refusal = ImapReplies.BadArguments;
        if (!reader.TryReadSpace() || !SequenceSet.TryRead(ref reader, out SequenceSet set))
        {
            return false;
        }

        // UIDs that do not exist are passed over, sequence numbers are not. RFC 9051 §6.4.9, RFC 3501 §9 (seq-number)
        if (!byUid && set.Exceeds((uint)selected.Messages.Count))
        {
            refusal = ImapReplies.BeyondLastMessage;
            return false;
        }

        ranges = selected.Messages.Find(set, byUid);
        return true;
    }

    /// <summary>The UIDs of messages, ascending, without those that are known to be gone.</summary>
    public static List<Uid> UidsOf(SelectedMailbox selected, IReadOnlyList<Range> ranges, out bool someExpunged)
    {
        someExpunged = false;
        var uids = new List<Uid>();
        foreach (Range range in ranges)
        {
            for (int i = range.Start.Value; i < range.End.Value; i++)
            {
                if (selected.Messages.IsExpunged(i))
                {
                    someExpunged = true;
                    continue;
                }

                uids.Add(selected.Messages[i].Uid);
            }
        }

        return uids;
    }
}

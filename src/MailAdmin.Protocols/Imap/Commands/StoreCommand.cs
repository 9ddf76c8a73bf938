using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Selection;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>
/// STORE and UID STORE: change flags. RFC 9051 §6.4.6, §6.4.9; RFC 2180 §4.2 (messages that others removed)
/// </summary>
internal static class StoreCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        SelectedMailbox selected = session.Selected!;
        ImapReader reader = arguments.Read();
        if (!MessageSelection.TryRead(
            ref reader, selected, arguments.ByUid, out IReadOnlyList<Range> ranges, out ImapStatus refusal))
        {
            return refusal;
        }

        if (!reader.TryReadSpace()
            || !TryReadChange(ref reader, out FlagChangeMode mode, out bool isSilent, out NamedFlags flags)
            || !reader.AtEnd)
        {
            return ImapReplies.BadArguments;
        }

        List<Uid> uids = MessageSelection.UidsOf(selected, ranges, out bool someExpunged);
        if (uids.Count > 0)
        {
            FlagSet[] before = isSilent
                ? [.. uids.Select(uid => selected.Messages[selected.Messages.Find(uid)].Flags)]
                : [];
            FlagsOutcome outcome = await session.Mailboxes.ChangeFlagsAsync(
                selected.Id, uids, mode, flags, null, session.Context.Id, cancellationToken);
            await selected.ApplyChangesAsync(session.Mailboxes, cancellationToken);
            someExpunged |= outcome.Messages.Count < uids.Count;
            if (isSilent)
            {
                MarkKnown(selected, uids, before, mode, flags);
            }
            else
            {
                foreach (MessageInfo message in outcome.Messages)
                {
                    selected.Messages.MarkStale(selected.Messages.Find(message.Uid));
                }
            }
        }

        return someExpunged && !isSilent && !arguments.ByUid
            ? ImapReplies.ExpungeIssued
            : ImapStatus.Ok("STORE completed");
    }

    // store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag)))
    private static bool TryReadChange(
        ref ImapReader reader, out FlagChangeMode mode, out bool isSilent, out NamedFlags flags)
    {
        mode = reader.TryRead('+') ? FlagChangeMode.Add
            : reader.TryRead('-') ? FlagChangeMode.Remove
            : FlagChangeMode.Replace;
        flags = NamedFlags.None;
        isSilent = reader.TryReadWord("FLAGS.SILENT"u8);
        return (isSilent || reader.TryReadWord("FLAGS"u8))
            && reader.TryReadSpace()
            && reader.TryReadFlagListOrFlags(out flags);
    }

    // The client knows what its own change made of the flags it knew. Where another session has changed them too, it
    // must be told all the same. RFC 9051 §6.4.6
    private static void MarkKnown(
        SelectedMailbox selected, List<Uid> uids, FlagSet[] before, FlagChangeMode mode, NamedFlags flags)
    {
        FlagSet changed = selected.ToBits(flags);
        for (int i = 0; i < uids.Count; i++)
        {
            FlagSet expected = mode switch
            {
                FlagChangeMode.Add => before[i] | changed,
                FlagChangeMode.Remove => before[i] - changed,
                _ => changed,
            };
            int index = selected.Messages.Find(uids[i]);
            if (selected.Messages[index].Flags == expected)
            {
                selected.Messages.MarkReported(index);
            }
        }
    }
}

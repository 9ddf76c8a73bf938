using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Selection;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>FETCH and UID FETCH: read messages and what is known of them. RFC 9051 §6.4.5, §6.4.9</summary>
internal static class FetchCommand
{
    /// <summary>How many messages become \Seen in one step, before they are sent.</summary>
    private const int SeenBatch = 1_000;

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

        if (!reader.TryReadSpace() || !reader.TryReadFetchPlan(out FetchPlan plan) || !reader.AtEnd)
        {
            return ImapReplies.BadArguments;
        }

        var writer = new FetchWriter(session, selected, arguments.ByUid ? plan.WithUid() : plan);
        bool setsSeen = plan.SetsSeen && !selected.IsReadOnly;
        foreach (Range range in ranges)
        {
            for (int start = range.Start.Value; start < range.End.Value; start += SeenBatch)
            {
                int end = Math.Min(start + SeenBatch, range.End.Value);
                if (setsSeen)
                {
                    await MarkSeenAsync(session, selected, start, end, cancellationToken);
                }

                await writer.WriteAsync(start, end, cancellationToken);
            }
        }

        // A UID that does not exist is passed over. RFC 9051 §6.4.9
        MailError? failure = arguments.ByUid && writer.Failure == MailError.MessageNotFound ? null : writer.Failure;
        return failure is { } cause ? ImapErrors.For(cause) : ImapStatus.Ok("FETCH completed");
    }

    // The flags then stand in the same responses as what was read. RFC 9051 §6.4.5.1
    private static async ValueTask MarkSeenAsync(
        ImapSession session, SelectedMailbox selected, int start, int end, CancellationToken cancellationToken)
    {
        List<Uid>? unseen = null;
        for (int i = start; i < end; i++)
        {
            if (!selected.Messages[i].Flags.Has(SystemFlags.Seen) && !selected.Messages.IsExpunged(i))
            {
                (unseen ??= []).Add(selected.Messages[i].Uid);
            }
        }

        if (unseen is not null)
        {
            NamedFlags seen = new(SystemFlags.Seen, []);
            await session.Mailboxes.ChangeFlagsAsync(
                selected.Id, unseen, FlagChangeMode.Add, seen, null, session.Context.Id, cancellationToken);
            await selected.ApplyChangesAsync(session.Mailboxes, cancellationToken);
        }
    }
}

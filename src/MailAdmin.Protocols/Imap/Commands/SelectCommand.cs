using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Selection;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>SELECT: opens a mailbox for reading and writing. RFC 9051 §6.3.2, RFC 3501 §6.3.1</summary>
internal static class SelectCommand
{
    public static ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken) =>
        ExecuteAsync(session, arguments, isReadOnly: false, cancellationToken);

    /// <summary>SELECT and EXAMINE.</summary>
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, bool isReadOnly, CancellationToken cancellationToken)
    {
        if (!arguments.TryReadMailbox(out string name))
        {
            return ImapReplies.BadArguments;
        }

        // Even if this fails, the previous mailbox is no longer selected. RFC 9051 §6.3.2
        if (session.Selected is not null)
        {
            session.Select(null);
            session.Responses.Write("* OK [CLOSED] The previous mailbox is closed\r\n"u8);
        }

        MailboxInfo info = await session.RequireMailboxAsync(name, cancellationToken);
        Action wake = session.Context.Transport.InterruptRead;
        SelectedMailbox selected =
            await SelectedMailbox.OpenAsync(session.Mailboxes, info.Id, isReadOnly, wake, cancellationToken);
        session.Select(selected);
        Describe(selected, session.Responses);
        return isReadOnly
            ? ImapStatus.Ok("READ-ONLY", "EXAMINE completed")
            : ImapStatus.Ok("READ-WRITE", "SELECT completed");
    }

    private static void Describe(SelectedMailbox selected, ResponseWriter responses)
    {
        responses.Write("* "u8);
        responses.WriteNumber(selected.Messages.Count);
        responses.Write(" EXISTS\r\n* "u8);
        responses.WriteNumber(selected.Messages.RecentCount);
        responses.Write(" RECENT\r\n"u8);
        UpdateWriter.WriteFlagLists(selected, responses);
        if (FindFirstUnseen(selected.Messages.Span) is int unseen and >= 0)
        {
            WriteCode(responses, "* OK [UNSEEN "u8, unseen + 1, "] First unseen\r\n"u8);
        }

        WriteCode(responses, "* OK [UIDVALIDITY "u8, selected.Info.UidValidity, "] UIDs are valid\r\n"u8);
        WriteCode(responses, "* OK [UIDNEXT "u8, selected.Info.UidNext, "] Next UID\r\n"u8);
    }

    private static int FindFirstUnseen(ReadOnlySpan<MessageInfo> messages)
    {
        for (int i = 0; i < messages.Length; i++)
        {
            if (!messages[i].Flags.Has(SystemFlags.Seen))
            {
                return i;
            }
        }

        return -1;
    }

    private static void WriteCode(
        ResponseWriter responses, ReadOnlySpan<byte> before, long number, ReadOnlySpan<byte> after)
    {
        responses.Write(before);
        responses.WriteNumber(number);
        responses.Write(after);
    }
}

using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Selection;

/// <summary>
/// Reports to the client what changed in its selected mailbox. RFC 9051 §7.2.6 to §7.5.1, RFC 3501 §7.3, §7.4.1
/// </summary>
internal static class UpdateWriter
{
    /// <summary>Writes the untagged responses that are due.</summary>
    /// <param name="selected">The mailbox, with changes applied.</param>
    /// <param name="responses">Where to.</param>
    /// <param name="mayExpunge">Whether sequence numbers may shift now.</param>
    /// <param name="withUid">Whether FETCH responses have the UID.</param>
    public static void Tell(SelectedMailbox selected, ResponseWriter responses, bool mayExpunge, bool withUid)
    {
        WriteNewKeywords(selected, responses);

        // First the responses with the old numbers, then EXPUNGE, then the new counts.
        WriteChangedFlags(selected, responses, withUid);
        if (mayExpunge && selected.Messages.HasExpunged)
        {
            WriteExpunges(selected, responses);
        }

        if (selected.Messages.Count != selected.Messages.ReportedCount)
        {
            WriteCount(responses, selected.Messages.Count, " EXISTS\r\n"u8);
            selected.Messages.ReportedCount = selected.Messages.Count;
        }

        if (selected.Messages.RecentCount != selected.ReportedRecent)
        {
            WriteCount(responses, selected.Messages.RecentCount, " RECENT\r\n"u8);
            selected.ReportedRecent = selected.Messages.RecentCount;
        }
    }

    /// <summary>
    /// Writes FLAGS and PERMANENTFLAGS when there are new keywords: before the first response that has one.
    /// </summary>
    public static void WriteNewKeywords(SelectedMailbox selected, ResponseWriter responses)
    {
        if (selected.HasNewKeywords)
        {
            WriteFlagLists(selected, responses);
            selected.HasNewKeywords = false;
        }
    }

    /// <summary>Writes FLAGS and PERMANENTFLAGS.</summary>
    public static void WriteFlagLists(SelectedMailbox selected, ResponseWriter responses)
    {
        responses.Write("* FLAGS "u8);
        FlagWriter.WriteAll(responses, selected.Keywords, mayAdd: false);
        responses.Write("\r\n* OK [PERMANENTFLAGS "u8);
        if (selected.IsReadOnly)
        {
            responses.Write("()] No flag can be changed\r\n"u8);
            return;
        }

        FlagWriter.WriteAll(responses, selected.Keywords, mayAdd: selected.Keywords.Count < FlagSet.MaxKeywords);
        responses.Write("] Flags are kept\r\n"u8);
    }

    private static void WriteChangedFlags(SelectedMailbox selected, ResponseWriter responses, bool withUid)
    {
        for (int i = 0; selected.Messages.HasStaleFlags && i < selected.Messages.ReportedCount; i++)
        {
            if (!selected.Messages.IsStale(i))
            {
                continue;
            }

            selected.Messages.MarkReported(i);
            if (!selected.Messages.IsExpunged(i))
            {
                WriteFlags(selected, i, responses, withUid);
            }
        }

        // Messages that were not reported yet need no report of their flags.
        for (int i = selected.Messages.ReportedCount; selected.Messages.HasStaleFlags
            && i < selected.Messages.Count; i++)
        {
            selected.Messages.MarkReported(i);
        }

        selected.Messages.MarkAllReported();
    }

    private static void WriteFlags(SelectedMailbox selected, int index, ResponseWriter responses, bool withUid)
    {
        MessageInfo message = selected.Messages[index];
        responses.Write("* "u8);
        responses.WriteNumber(index + 1);
        responses.Write(" FETCH ("u8);
        if (withUid)
        {
            responses.Write("UID "u8);
            responses.WriteNumber(message.Uid.Value);
            responses.WriteByte(' ');
        }

        responses.Write("FLAGS "u8);
        FlagWriter.Write(responses, message.Flags, selected.Keywords, selected.Messages.IsRecent(index));
        responses.Write(")\r\n"u8);
    }

    // From the last to the first, so that no number that is still to be reported shifts.
    private static void WriteExpunges(SelectedMailbox selected, ResponseWriter responses)
    {
        for (int i = selected.Messages.ReportedCount - 1; i >= 0; i--)
        {
            if (selected.Messages.IsExpunged(i))
            {
                WriteCount(responses, i + 1, " EXPUNGE\r\n"u8);
            }
        }

        selected.Messages.RemoveExpunged();
    }

    private static void WriteCount(ResponseWriter responses, int count, ReadOnlySpan<byte> rest)
    {
        responses.Write("* "u8);
        responses.WriteNumber(count);
        responses.Write(rest);
    }
}

using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Selection;

/// <summary>Tells the client what changed in its selected mailbox. RFC 9051 §7.2.6 to §7.5.1, RFC 3501 §7.3, §7.4.1</summary>
internal static class MailboxTeller
{
    /// <summary>Writes the untagged responses that are due.</summary>
    /// <param name="selected">The view, with changes absorbed.</param>
    /// <param name="responses">Where to.</param>
    /// <param name="mayExpunge">Whether sequence numbers may shift now.</param>
    /// <param name="withUid">Whether FETCH responses have the UID.</param>
    public static void Tell(SelectedMailbox selected, ResponseWriter responses, bool mayExpunge, bool withUid)
    {
        TellKeywords(selected, responses);

        // First what has the old numbers, then the numbers shift, then new ones come.
        TellFlags(selected, responses, withUid);
        if (mayExpunge && selected.HasExpunged)
        {
            TellExpunges(selected, responses);
        }

        if (selected.Count != selected.ToldCount)
        {
            WriteCount(responses, selected.Count, " EXISTS\r\n"u8);
            selected.ToldCount = selected.Count;
        }

        if (selected.RecentCount != selected.ToldRecent)
        {
            WriteCount(responses, selected.RecentCount, " RECENT\r\n"u8);
            selected.ToldRecent = selected.RecentCount;
        }
    }

    /// <summary>Writes FLAGS and PERMANENTFLAGS when there are new keywords: before the first response that has one.</summary>
    public static void TellKeywords(SelectedMailbox selected, ResponseWriter responses)
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

    private static void TellFlags(SelectedMailbox selected, ResponseWriter responses, bool withUid)
    {
        for (int i = 0; selected.HasStaleFlags && i < selected.ToldCount; i++)
        {
            if (!selected.IsStale(i))
            {
                continue;
            }

            selected.MarkTold(i);
            if (!selected.IsExpunged(i))
            {
                WriteFlags(selected, i, responses, withUid);
            }
        }

        // The flags of messages that the client does not know yet are not news to it.
        for (int i = selected.ToldCount; selected.HasStaleFlags && i < selected.Count; i++)
        {
            selected.MarkTold(i);
        }

        selected.MarkAllTold();
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
            responses.WriteOctet(' ');
        }

        responses.Write("FLAGS "u8);
        FlagWriter.Write(responses, message.Flags, selected.Keywords, selected.IsRecent(index));
        responses.Write(")\r\n"u8);
    }

    // From the last to the first, so that no number that is still to be told shifts.
    private static void TellExpunges(SelectedMailbox selected, ResponseWriter responses)
    {
        for (int i = selected.ToldCount - 1; i >= 0; i--)
        {
            if (selected.IsExpunged(i))
            {
                WriteCount(responses, i + 1, " EXPUNGE\r\n"u8);
            }
        }

        selected.RemoveExpunged();
    }

    private static void WriteCount(ResponseWriter responses, int count, ReadOnlySpan<byte> rest)
    {
        responses.Write("* "u8);
        responses.WriteNumber(count);
        responses.Write(rest);
    }
}

using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Searching;
using MailAdmin.Protocols.Imap.Selection;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;
using MailAdmin.Protocols.Mime;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>SEARCH and UID SEARCH: find messages. RFC 9051 §6.4.4, RFC 3501 §6.4.4, §7.2.5</summary>
internal static class SearchCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        SelectedMailbox selected = session.Selected!;
        if (!TryRead(session, arguments, out SearchKey program, out ImapStatus refusal))
        {
            return refusal;
        }

        List<uint> found = await FindAsync(session, selected, program, arguments.ByUid, cancellationToken);
        session.Responses.Write("* SEARCH"u8);
        foreach (uint number in found)
        {
            session.Responses.WriteByte(' ');
            session.Responses.WriteNumber(number);
        }

        session.Responses.WriteEndOfLine();
        return ImapStatus.Ok("SEARCH completed");
    }

    private static bool TryRead(
        ImapSession session, ImapArguments arguments, out SearchKey program, out ImapStatus refusal)
    {
        program = null!;
        refusal = ImapReplies.BadArguments;
        ImapReader reader = arguments.Read();
        if (!reader.TryReadSpace())
        {
            return false;
        }

        var syntax = new SearchSyntax(session.Selected!, session.Limits.ImapNesting);
        bool isRead = syntax.TryReadProgram(ref reader, out program);
        if (syntax.IsBadCharset)
        {
            refusal = ImapStatus.No($"BADCHARSET ({string.Join(' ', SearchText.Charsets)})", "Unknown charset");
        }

        return isRead;
    }

    private static async ValueTask<List<uint>> FindAsync(
        ImapSession session,
        SelectedMailbox selected,
        SearchKey program,
        bool byUid,
        CancellationToken cancellationToken)
    {
        var found = new List<uint>();
        var subject = new SearchSubject();
        for (int i = 0; i < selected.Messages.Count; i++)
        {
            subject.Message = selected.Messages[i];
            subject.Sequence = (uint)i + 1;
            subject.IsRecent = selected.Messages.IsRecent(i);
            bool fits = program.Evaluate(subject)
                ?? await OpenAndReadAsync(session, selected.Id, program, subject, cancellationToken);
            if (fits)
            {
                found.Add(byUid ? subject.Message.Uid.Value : subject.Sequence);
            }
        }

        return found;
    }

    private static async ValueTask<bool> OpenAndReadAsync(
        ImapSession session,
        MailboxId mailbox,
        SearchKey program,
        SearchSubject subject,
        CancellationToken cancellationToken)
    {
        try
        {
            using MessageContent content =
                await session.Mailboxes.OpenMessageAsync(mailbox, subject.Message.Uid, cancellationToken);
            subject.Content = content;
            subject.Structure = await MessageStructure.OpenAsync(content, session.Limits, cancellationToken);
            return await program.ReadAsync(subject, cancellationToken);
        }
        catch (MailException unreadable) when (unreadable.Error is MailError.MessageNotFound or MailError.StoreFailed)
        {
            // One that is gone fits nothing; one that is damaged must not hide the others.
            return false;
        }
        finally
        {
            subject.Content = null;
        }
    }
}

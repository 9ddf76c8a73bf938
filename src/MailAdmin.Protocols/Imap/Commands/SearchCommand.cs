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
        var watch = new CommandWatch(session, session.Limits.ImapSearchTime, "Still searching");
        var content = new ContentSearch(watch.PauseAsync);
        if (!TryRead(session, arguments, content, out SearchKey program, out ImapStatus refusal))
        {
            return refusal;
        }

        List<uint> found = [];
        try
        {
            await FindAsync(session, new Search(program, content, watch), found, arguments.ByUid, cancellationToken);
        }
        catch (CommandTimeException)
        {
            return ImapStatus.No("LIMIT", "The search takes too long; search for less");
        }

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
        ImapSession session,
        ImapArguments arguments,
        ContentSearch content,
        out SearchKey program,
        out ImapStatus refusal)
    {
        program = null!;
        refusal = ImapReplies.BadArguments;
        ImapReader reader = arguments.Read();
        if (!reader.TryReadSpace())
        {
            return false;
        }

        var syntax = new SearchSyntax(session.Selected!, content, session.Limits.ImapNesting);
        bool isRead = syntax.TryReadProgram(ref reader, out program);
        if (syntax.IsBadCharset)
        {
            refusal = ImapStatus.No($"BADCHARSET ({string.Join(' ', SearchText.Charsets)})", "Unknown charset");
        }

        return isRead;
    }

    private static async ValueTask FindAsync(
        ImapSession session, Search search, List<uint> found, bool byUid, CancellationToken cancellationToken)
    {
        SelectedMailbox selected = session.Selected!;
        var subject = new SearchSubject();
        for (int i = 0; i < selected.Messages.Count; i++)
        {
            await search.Watch.PauseAsync(cancellationToken);
            subject.Message = selected.Messages[i];
            subject.Sequence = (uint)i + 1;
            subject.IsRecent = selected.Messages.IsRecent(i);
            bool fits = search.Program.Evaluate(subject)
                ?? await OpenAndReadAsync(session, search, subject, cancellationToken);
            if (fits)
            {
                found.Add(byUid ? subject.Message.Uid.Value : subject.Sequence);
            }
        }
    }

    private static async ValueTask<bool> OpenAndReadAsync(
        ImapSession session, Search search, SearchSubject subject, CancellationToken cancellationToken)
    {
        try
        {
            using MessageContent content =
                await session.Mailboxes.OpenMessageAsync(session.Selected!.Id, subject.Message.Uid, cancellationToken);
            subject.Structure = await MessageStructure.OpenAsync(content, session.Limits, cancellationToken);
            search.Content.Begin(content, subject.Structure);
            return await search.Program.ReadAsync(subject, cancellationToken);
        }
        catch (MailException unreadable) when (unreadable.Error is MailError.MessageNotFound or MailError.StoreFailed)
        {
            // One that is gone fits nothing; one that is damaged must not hide the others.
            return false;
        }
        catch (Exception fault) when (fault is not (MailException or CommandTimeException or IOException
            or OperationCanceledException or TimeoutException))
        {
            // Nor must a fault of ours in one.
            ImapLog.MessageUnreadable(session.Logger, session.Context.Id, fault);
            return false;
        }
    }

    private sealed record Search(SearchKey Program, ContentSearch Content, CommandWatch Watch);
}

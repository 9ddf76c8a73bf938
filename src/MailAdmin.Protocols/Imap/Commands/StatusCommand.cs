using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>
/// STATUS: counts of a mailbox. RFC 9051 §6.3.11; RFC 8438 (SIZE), RFC 7889 §4 (APPENDLIMIT), RFC 9208 §4.1.4 (DELETED)
/// </summary>
internal static class StatusCommand
{
    private static readonly Dictionary<string, Func<StatusSource, long>> Items = new(StringComparer.OrdinalIgnoreCase)
    {
        ["MESSAGES"] = source => source.Info.MessageCount,
        ["RECENT"] = source => source.Count(message => message.Uid.Value >= source.Info.FirstRecentUid),
        ["UIDNEXT"] = source => source.Info.UidNext,
        ["UIDVALIDITY"] = source => source.Info.UidValidity,
        ["UNSEEN"] = source => source.Info.UnseenCount,
        ["SIZE"] = source => source.Info.Size,
        ["DELETED"] = source => source.Info.DeletedCount,
        ["DELETED-STORAGE"] = source =>
            source.Sum(message => message.Flags.Has(SystemFlags.Deleted) ? message.Size : 0),
        ["APPENDLIMIT"] = source => source.AppendLimit,
    };

    /// <summary>What needs the messages themselves.</summary>
    private static readonly string[] NeedMessages = ["RECENT", "DELETED-STORAGE"];

    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        if (!TryRead(arguments, out string name, out List<string> items))
        {
            return ImapReplies.BadArguments;
        }

        MailboxInfo info = await session.RequireMailboxAsync(name, cancellationToken);
        var source = new StatusSource(info, default, session.Limits.MessageSize);
        if (items.Exists(item => NeedMessages.Contains(item)))
        {
            using MailboxSnapshot snapshot =
                await session.Mailboxes.OpenAsync(info.Id, null, claimRecent: false, cancellationToken);
            source = new StatusSource(snapshot.Mailbox, snapshot.Messages, session.Limits.MessageSize);
        }

        session.Responses.Write("* STATUS "u8);
        session.Responses.WriteMailbox(info.Name);
        string values =
            string.Join(' ', items.Select(item => FormattableString.Invariant($"{item} {Items[item](source)}")));
        session.Responses.Write($" ({values})\r\n");
        return ImapStatus.Ok("STATUS completed");
    }

    // status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"
    private static bool TryRead(ImapArguments arguments, out string name, out List<string> items)
    {
        name = "";
        items = [];
        ImapReader reader = arguments.Read();
        if (!reader.TryReadSpace()
            || !reader.TryReadMailbox(out name)
            || !reader.TryReadSpace()
            || !reader.TryRead('('))
        {
            return false;
        }

        do
        {
            if (!reader.TryReadName(out ReadOnlySpan<byte> item))
            {
                return false;
            }

            string word = System.Text.Encoding.ASCII.GetString(item).ToUpperInvariant();
            if (!Items.ContainsKey(word))
            {
                return false;
            }

            if (!items.Contains(word))
            {
                items.Add(word);
            }
        }
        while (reader.TryReadSpace());
        return reader.TryRead(')') && reader.AtEnd;
    }
}

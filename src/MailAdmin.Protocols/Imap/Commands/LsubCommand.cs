using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Syntax;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>LSUB: names what is subscribed. RFC 3501 §6.3.9</summary>
internal static class LsubCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        ImapReader reader = arguments.Read();
        if (!ListOptions.TryRead(ref reader, allowsOptions: false, out ListOptions options))
        {
            return ImapReplies.BadArguments;
        }

        if (options.Pattern is not { } pattern)
        {
            return ImapStatus.Ok("LSUB completed");
        }

        if (pattern.IsTooComplex)
        {
            return ImapReplies.TooManyWildcards;
        }

        IReadOnlyList<string> names =
            await session.Mailboxes.ListSubscriptionsAsync(session.Account, cancellationToken);
        HashSet<string> subscribed = [.. names];
        var parents = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (pattern.Matches(name))
            {
                ListWriter.Write(session.Responses, "LSUB", "", name);
                continue;
            }

            // A pattern with "%" that stops above a subscribed name gets that level, marked as not subscribed itself.
            foreach (string parent in MailboxTree.NewParentsOf(name, parents))
            {
                if (!subscribed.Contains(parent) && pattern.Matches(parent))
                {
                    ListWriter.Write(session.Responses, "LSUB", "\\Noselect", parent);
                }
            }
        }

        return ImapStatus.Ok("LSUB completed");
    }
}

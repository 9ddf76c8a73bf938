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

        var pattern = new MailboxPattern(options.Reference, options.Pattern);
        IReadOnlyList<string> names =
            await session.Mailboxes.ListSubscriptionsAsync(session.Account, cancellationToken);
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (string subscribed in names)
        {
            if (pattern.Matches(subscribed))
            {
                if (listed.Add(subscribed))
                {
                    ListWriter.Write(session.Responses, "LSUB", "", subscribed);
                }

                continue;
            }

            // A pattern with "%" that stops above a subscribed name gets that level, marked as not subscribed itself.
            foreach (string parent in MailboxTree.ParentsOf(subscribed))
            {
                if (pattern.Matches(parent) && !names.Contains(parent) && listed.Add(parent))
                {
                    ListWriter.Write(session.Responses, "LSUB", "\\Noselect", parent);
                }
            }
        }

        return ImapStatus.Ok("LSUB completed");
    }
}

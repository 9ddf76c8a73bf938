using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Syntax;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>The levels between mailboxes. RFC 9051 §5.1.1, RFC 3501 §6.3.8</summary>
internal static class MailboxTree
{
    /// <summary>All mailboxes in their order, each level that has none of its own before the first below it.</summary>
    public static IEnumerable<ListedMailbox> Arrange(IReadOnlyList<MailboxInfo> mailboxes)
    {
        HashSet<string> existing = [.. mailboxes.Select(mailbox => mailbox.Name)];
        var parents = new HashSet<string>(StringComparer.Ordinal);
        foreach (MailboxInfo mailbox in mailboxes)
        {
            NewParentsOf(mailbox.Name, parents);
        }

        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (MailboxInfo mailbox in mailboxes)
        {
            foreach (string parent in NewParentsOf(mailbox.Name, listed))
            {
                if (!existing.Contains(parent))
                {
                    yield return new ListedMailbox(parent, null, HasChildren: true);
                }
            }

            yield return new ListedMailbox(mailbox.Name, mailbox, parents.Contains(mailbox.Name));
        }
    }

    /// <summary>
    /// Adds the names above a name to those that are known, and returns those that were not, the highest first. Above a
    /// known one all are known, so a deep tree costs no more than its levels.
    /// </summary>
    public static List<string> NewParentsOf(string name, HashSet<string> known)
    {
        List<string> added = [];
        for (int end = LastLevel(name, name.Length); end > 0; end = LastLevel(name, end))
        {
            string parent = name[..end];
            if (!known.Add(parent))
            {
                break;
            }

            added.Add(parent);
        }

        added.Reverse();
        return added;
    }

    private static int LastLevel(string name, int end) => name.AsSpan(0, end).LastIndexOf(MailboxSyntax.Separator);
}

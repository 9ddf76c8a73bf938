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
        HashSet<string> parents = [.. mailboxes.SelectMany(mailbox => ParentsOf(mailbox.Name))];
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (MailboxInfo mailbox in mailboxes)
        {
            foreach (string parent in ParentsOf(mailbox.Name))
            {
                if (!existing.Contains(parent) && listed.Add(parent))
                {
                    yield return new ListedMailbox(parent, null, HasChildren: true);
                }
            }

            yield return new ListedMailbox(mailbox.Name, mailbox, parents.Contains(mailbox.Name));
        }
    }

    /// <summary>The names above a name, the highest first.</summary>
    public static IEnumerable<string> ParentsOf(string name)
    {
        const char separator = MailboxSyntax.Separator;
        for (int i = name.IndexOf(separator, Math.Min(1, name.Length)); i > 0; i = name.IndexOf(separator, i + 1))
        {
            yield return name[..i];
        }
    }
}

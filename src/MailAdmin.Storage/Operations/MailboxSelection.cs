using MailAdmin.Contracts;
using MailAdmin.Storage.Mailboxes;

namespace MailAdmin.Storage.Operations;

/// <summary>Selects messages of a mailbox.</summary>
internal static class MailboxSelection
{
    /// <summary>The entries of the UIDs that exist, ascending and each once; all for null.</summary>
    public static MessageEntry[] Select(MailboxState mailbox, IReadOnlyList<Uid>? uids)
    {
        if (uids is null)
        {
            return mailbox.Messages.Entries.ToArray();
        }

        List<MessageEntry> found = new(uids.Count);
        uint last = 0;
        foreach (Uid uid in uids)
        {
            int index = mailbox.Messages.IndexOf(uid.Value);
            if (index >= 0 && uid.Value > last)
            {
                found.Add(mailbox.Messages.Entries[index]);
                last = uid.Value;
            }
        }

        return [.. found];
    }
}

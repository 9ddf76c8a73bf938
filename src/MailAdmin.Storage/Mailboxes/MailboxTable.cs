using MailAdmin.Contracts;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>The mailboxes of an account by number and by name. An account begins with the standard ones.</summary>
internal sealed class MailboxTable
{
    /// <summary>How many mailboxes an account begins with, and so how many UIDVALIDITY values it takes.</summary>
    public const int StandardCount = 6;

    private static readonly (string Name, SpecialUse Use)[] Standard =
    [
        (MailboxName.Inbox, SpecialUse.Inbox),
        ("Drafts", SpecialUse.Drafts),
        ("Sent", SpecialUse.Sent),
        ("Junk", SpecialUse.Junk),
        ("Trash", SpecialUse.Trash),
        ("Archive", SpecialUse.Archive),
    ];

    private readonly AccountState account;
    private readonly uint uidValidity;
    private readonly Dictionary<int, MailboxState> byNumber = [];
    private readonly Dictionary<string, MailboxState> byName = new(StringComparer.Ordinal);

    /// <summary>Creates the standard mailboxes of an account, which begin with a UIDVALIDITY.</summary>
    public MailboxTable(AccountState account, uint uidValidity)
    {
        this.account = account;
        this.uidValidity = uidValidity;
        for (int i = 0; i < Standard.Length; i++)
        {
            Create(MailboxId.InboxNumber + i, uidValidity + (uint)i, Standard[i].Use, Standard[i].Name);
        }
    }

    /// <summary>The names of the mailboxes that an account begins with.</summary>
    public static IEnumerable<string> StandardNames => Standard.Select(standard => standard.Name);

    public IReadOnlyCollection<MailboxState> All => byNumber.Values;

    /// <summary>The number of the next mailbox.</summary>
    public int NextNumber { get; private set; }

    public MailboxState? Find(int number) => byNumber.GetValueOrDefault(number);

    public MailboxState? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The mailboxes whose names begin with a name and '/'.</summary>
    public List<MailboxState> FindBelow(string name)
    {
        string prefix = name + MailboxName.Separator;
        return [.. All.Where(mailbox => mailbox.Name.StartsWith(prefix, StringComparison.Ordinal))];
    }

    /// <summary>
    /// Returns the mailbox of a number. When the record that created it was damaged, its messages are shown under a
    /// name of their own.
    /// </summary>
    public MailboxState FindOrRecover(int number)
    {
        return Find(number)
            ?? Create(number, uidValidity + (uint)number, SpecialUse.None, MailboxName.Recovered(number));
    }

    public MailboxState Create(int number, uint validity, SpecialUse use, string name)
    {
        MailboxState mailbox = new(account, number, validity, use, FreeName(name));
        byNumber[number] = mailbox;
        byName[mailbox.Name] = mailbox;
        NextNumber = Math.Max(NextNumber, number + 1);
        return mailbox;
    }

    public void Rename(MailboxState mailbox, string newName)
    {
        byName.Remove(mailbox.Name);
        mailbox.Name = FreeName(newName);
        byName[mailbox.Name] = mailbox;
    }

    public void Delete(MailboxState mailbox)
    {
        byNumber.Remove(mailbox.Id.Number);
        byName.Remove(mailbox.Name);
        account.AddUsage(-mailbox.Messages.Size, -mailbox.Messages.Count);
    }

    // Names are checked before they are logged; only a lost record can give two mailboxes the same name.
    private string FreeName(string name)
    {
        string free = name;
        while (byName.ContainsKey(free))
        {
            free += "+";
        }

        return free;
    }
}

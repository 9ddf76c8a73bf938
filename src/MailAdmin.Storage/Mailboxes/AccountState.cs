using MailAdmin.Contracts;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>
/// The mailboxes of an account as they are committed. The committer changes them under <see cref="Gate"/>, readers hold
/// it. The members
/// that begin with Pending belong to the committer alone. An account that was never used is only its numbers.
/// </summary>
internal sealed class AccountState(long id, uint uidValidity)
{
    private static readonly (string Name, SpecialUse Use)[] Standard =
    [
        (MailboxName.Inbox, SpecialUse.Inbox),
        ("Drafts", SpecialUse.Drafts),
        ("Sent", SpecialUse.Sent),
        ("Junk", SpecialUse.Junk),
        ("Trash", SpecialUse.Trash),
        ("Archive", SpecialUse.Archive),
    ];

    private Dictionary<int, MailboxState>? byNumber;
    private Dictionary<string, MailboxState>? byName;
    private SortedSet<string>? subscribed;
    private int exclusive;

    /// <summary>How many mailboxes an account is born with, and so how many UIDVALIDITY values it takes.</summary>
    public const int StandardCount = 6;

    public Lock Gate { get; } = new();

    public long Id { get; } = id;

    public ulong HighestModSeq { get; private set; } = 1;

    public long UsedSize { get; private set; }

    public long MessageCount { get; private set; }

    public int NextMailboxNumber { get; private set; } = StandardCount + 1;

    /// <summary>Whether the account is gone, for those who still hold it.</summary>
    public bool Removed { get; set; }

    /// <summary>Those who are told of changes in all its mailboxes; never changed in place.</summary>
    public MailboxSubscription[] Subscriptions { get; set; } = [];

    /// <summary>The usage of its domain; null: it is in none that exists.</summary>
    public DomainUsage? Domain { get; private set; }

    public IReadOnlyCollection<MailboxState> Mailboxes => Inflate().Values;

    /// <summary>Its mailboxes, unless it was never used.</summary>
    public IReadOnlyCollection<MailboxState> UsedMailboxes => (IReadOnlyCollection<MailboxState>?)Volatile.Read(ref byNumber)?.Values ?? [];

    public IEnumerable<string> SubscribedNames => (IEnumerable<string>?)subscribed ?? Standard.Select(standard => standard.Name);

    public int MailboxCount => byNumber?.Count ?? StandardCount;

    public long PendingBatch { get; private set; }

    public ulong PendingModSeq { get; set; }

    public long PendingUsedSize { get; private set; }

    /// <summary>The batch that creates, renames or deletes mailboxes.</summary>
    public long StructureBatch { get; set; }

    /// <summary>Lets the pending members begin with what is committed, once a batch.</summary>
    public void BeginPending(long batch)
    {
        if (PendingBatch != batch)
        {
            PendingBatch = batch;
            PendingModSeq = HighestModSeq;
            PendingUsedSize = UsedSize;
            Domain?.BeginPending(batch);
        }
    }

    public void AddPendingUsage(long octets, long batch)
    {
        PendingUsedSize += octets;
        if (Domain is not null)
        {
            Domain.BeginPending(batch);
            Domain.PendingUsedSize += octets;
        }
    }

    public MailboxState? Find(int number) => Inflate().GetValueOrDefault(number);

    public MailboxState? Find(string name)
    {
        Inflate();
        return byName!.GetValueOrDefault(name);
    }

    /// <summary>The mailboxes whose names begin with a name and '/'.</summary>
    public List<MailboxState> FindBelow(string name)
    {
        string prefix = name + MailboxName.Separator;
        return [.. Mailboxes.Where(mailbox => mailbox.Name.StartsWith(prefix, StringComparison.Ordinal))];
    }

    /// <summary>
    /// The mailbox of a number. The record that made it may be damaged: then its messages are shown under a name of
    /// their own.
    /// </summary>
    public MailboxState FindOrRecover(int number)
    {
        return Find(number) ?? Create(number, uidValidity + (uint)number, SpecialUse.None, MailboxName.Recovered(number));
    }

    public MailboxState Create(int number, uint validity, SpecialUse use, string name)
    {
        Inflate();
        MailboxState mailbox = new(this, number, validity, use, FreeName(name));
        byNumber![number] = mailbox;
        byName![mailbox.Name] = mailbox;
        NextMailboxNumber = Math.Max(NextMailboxNumber, number + 1);
        return mailbox;
    }

    public void Rename(MailboxState mailbox, string newName)
    {
        Inflate();
        byName!.Remove(mailbox.Name);
        mailbox.Name = FreeName(newName);
        byName[mailbox.Name] = mailbox;
    }

    public void Delete(MailboxState mailbox)
    {
        Inflate();
        byNumber!.Remove(mailbox.Id.Number);
        byName!.Remove(mailbox.Name);
        AddUsage(-mailbox.Size, -mailbox.Count);
    }

    public bool IsSubscribed(string name)
    {
        return subscribed?.Contains(name) ?? Standard.Any(standard => standard.Name == name);
    }

    public void SetSubscribed(string name, bool value)
    {
        subscribed ??= new SortedSet<string>(SubscribedNames, StringComparer.Ordinal);
        if (value)
        {
            subscribed.Add(name);
        }
        else
        {
            subscribed.Remove(name);
        }
    }

    public void SawModSeq(ulong modSeq) => HighestModSeq = Math.Max(HighestModSeq, modSeq);

    public void AddUsage(long octets, int messages)
    {
        UsedSize += octets;
        MessageCount += messages;
        if (Domain is not null)
        {
            Domain.UsedSize += octets;
        }
    }

    /// <summary>Counts its usage in another domain from now on.</summary>
    public void MoveTo(DomainUsage? domain)
    {
        if (Domain is not null)
        {
            Domain.UsedSize -= UsedSize;
        }

        Domain = domain;
        if (Domain is not null)
        {
            Domain.UsedSize += UsedSize;
        }
    }

    /// <summary>Takes the right to be its only POP3 session.</summary>
    public bool TryEnterExclusively() => Interlocked.CompareExchange(ref exclusive, 1, 0) == 0;

    public void LeaveExclusively() => Volatile.Write(ref exclusive, 0);

    // Names are checked before they are logged; only a lost record can make two mailboxes meet at one name.
    private string FreeName(string name)
    {
        string free = name;
        while (byName!.ContainsKey(free))
        {
            free += "+";
        }

        return free;
    }

    // The committer looks without the lock, and may come at the same time as the first reader.
    private Dictionary<int, MailboxState> Inflate()
    {
        if (Volatile.Read(ref byNumber) is { } existing)
        {
            return existing;
        }

        lock (Gate)
        {
            if (byNumber is not null)
            {
                return byNumber;
            }

            byName = new Dictionary<string, MailboxState>(StringComparer.Ordinal);
            Dictionary<int, MailboxState> made = [];
            for (int i = 0; i < Standard.Length; i++)
            {
                MailboxState mailbox =
                    new(this, MailboxId.InboxNumber + i, uidValidity + (uint)i, Standard[i].Use, Standard[i].Name);
                made.Add(mailbox.Id.Number, mailbox);
                byName.Add(mailbox.Name, mailbox);
            }

            Volatile.Write(ref byNumber, made);
            return made;
        }
    }
}

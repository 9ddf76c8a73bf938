using MailAdmin.Contracts;

namespace MailAdmin.Protocols.Pop3.Session;

/// <summary>The INBOX as it was at logon: message numbers, and the marks of the session. RFC 1939 §4, §5</summary>
/// <remarks>
/// Invariants: numbers never move; marks are this session's alone until QUIT; the lock is held until disposal.
/// </remarks>
internal sealed class Pop3Maildrop(MailboxSnapshot snapshot, IDisposable exclusive) : IDisposable
{
    /// <summary>The name of the only mailbox that POP3 sees.</summary>
    public const string Folder = "INBOX";

    private readonly ReadOnlyMemory<MessageInfo> messages = snapshot.Messages;
    private readonly HashSet<int> deleted = [];
    private readonly HashSet<int> retrieved = [];

    /// <summary>Which mailbox.</summary>
    public MailboxId Mailbox { get; } = snapshot.Mailbox.Id;

    /// <summary>The part of a unique id that all messages share.</summary>
    public uint UidValidity { get; } = snapshot.Mailbox.UidValidity;

    /// <summary>How many numbers there are, those of marked messages included.</summary>
    public int Count => messages.Length;

    /// <summary>Messages that are not marked.</summary>
    public int LeftCount => Count - deleted.Count;

    /// <summary>The bytes of the messages that are not marked.</summary>
    public long LeftSize { get; private set; } = SumSizes(snapshot.Messages.Span);

    /// <summary>The UIDs that QUIT deletes, ascending.</summary>
    public IReadOnlyList<Uid> DeletedUids => UidsOf(deleted);

    /// <summary>The UIDs that were retrieved and stay, ascending.</summary>
    public IReadOnlyList<Uid> RetrievedUids => UidsOf(retrieved.Except(deleted));

    /// <summary>The highest number that was ever accessed. RFC 1460 §5 (LAST)</summary>
    public int LastAccessed
    {
        get
        {
            int last = retrieved.Count == 0 ? 0 : retrieved.Max();
            for (int number = Count; number > last; number--)
            {
                if (messages.Span[number - 1].Flags.Has(SystemFlags.Seen))
                {
                    return number;
                }
            }

            return last;
        }
    }

    /// <summary>The message of a number; false when there is none, or it is marked.</summary>
    public bool TryGet(int number, out MessageInfo message)
    {
        bool exists = number >= 1 && number <= Count && !deleted.Contains(number);
        message = exists ? messages.Span[number - 1] : default;
        return exists;
    }

    /// <summary>Marks a message for deletion.</summary>
    public void Delete(int number)
    {
        if (deleted.Add(number))
        {
            LeftSize -= messages.Span[number - 1].Size;
        }
    }

    /// <summary>Records that a message was retrieved.</summary>
    public void RecordRetrieved(int number) => retrieved.Add(number);

    /// <summary>Removes all marks.</summary>
    public void Reset()
    {
        deleted.Clear();
        LeftSize = SumSizes(messages.Span);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        snapshot.Dispose();
        exclusive.Dispose();
    }

    private static long SumSizes(ReadOnlySpan<MessageInfo> messages)
    {
        long sum = 0;
        foreach (MessageInfo message in messages)
        {
            sum += message.Size;
        }

        return sum;
    }

    private List<Uid> UidsOf(IEnumerable<int> numbers) =>
        [.. numbers.Order().Select(number => messages.Span[number - 1].Uid)];
}

namespace MailAdmin.Contracts;

/// <summary>
/// The number of an account in its store. It stays when the account is renamed and is never given twice.
/// </summary>
public readonly record struct AccountId(long Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>
/// A mailbox of an account. The number stays when the mailbox is renamed and is never given twice in its account.
/// </summary>
public readonly record struct MailboxId(AccountId Account, int Number)
{
    /// <summary>The number of every account's INBOX.</summary>
    public const int InboxNumber = 1;

    /// <summary>The INBOX of an account, which always exists.</summary>
    public static MailboxId InboxOf(AccountId account) => new(account, InboxNumber);
}

/// <summary>
/// The unique identifier of a message in its mailbox, 1 or more; ascends and is never reused. RFC 9051 §2.3.1.1
/// </summary>
public readonly record struct Uid(uint Value) : IComparable<Uid>
{
    /// <inheritdoc/>
    public int CompareTo(Uid other) => Value.CompareTo(other.Value);

    /// <summary>Compares numbers.</summary>
    public static bool operator <(Uid left, Uid right) => left.Value < right.Value;

    /// <summary>Compares numbers.</summary>
    public static bool operator >(Uid left, Uid right) => left.Value > right.Value;

    /// <summary>Compares numbers.</summary>
    public static bool operator <=(Uid left, Uid right) => left.Value <= right.Value;

    /// <summary>Compares numbers.</summary>
    public static bool operator >=(Uid left, Uid right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Who made a change, and by which command. The journal records it.</summary>
public sealed record ChangeOrigin(string Who, string Command, int ProcessId)
{
    /// <summary>
    /// Whether the change is only checked: it is refused as it would be, and otherwise not made and not recorded.
    /// </summary>
    public bool CheckOnly { get; init; }
}

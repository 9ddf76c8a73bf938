namespace MailAdmin.Contracts;

/// <summary>A mailbox at one moment.</summary>
public sealed record MailboxInfo
{
    /// <summary>Its identity.</summary>
    public required MailboxId Id { get; init; }

    /// <summary>Its name in UTF-8 terms, with '/' between levels; INBOX in capitals.</summary>
    public required string Name { get; init; }

    /// <summary>Its purpose.</summary>
    public SpecialUse SpecialUse { get; init; }

    /// <summary>Whether its name is subscribed.</summary>
    public bool Subscribed { get; init; }

    /// <summary>Differs from that of every earlier mailbox of the same name. RFC 9051 §2.3.1.1</summary>
    public uint UidValidity { get; init; }

    /// <summary>Greater than every UID that was ever given in it.</summary>
    public uint UidNext { get; init; }

    /// <summary>The highest MODSEQ of any change in it. RFC 7162 §3.1.2.1</summary>
    public ulong HighestModSeq { get; init; }

    /// <summary>How many messages it has.</summary>
    public int MessageCount { get; init; }

    /// <summary>How many lack \Seen.</summary>
    public int UnseenCount { get; init; }

    /// <summary>How many have \Deleted.</summary>
    public int DeletedCount { get; init; }

    /// <summary>
    /// Messages with this UID or a higher one have not been shown to any session as recent. RFC 3501 §2.3.2
    /// </summary>
    public uint FirstRecentUid { get; init; }

    /// <summary>The size of its messages in bytes.</summary>
    public long Size { get; init; }

    /// <summary>
    /// Its keywords; the index of one is its bit in every <see cref="FlagSet"/> of the mailbox. Only grows.
    /// </summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];
}

/// <summary>A message in a mailbox, without its content.</summary>
/// <param name="Uid">Its UID.</param>
/// <param name="Flags">Its flags.</param>
/// <param name="ModSeq">The MODSEQ of its last change.</param>
/// <param name="Size">Its size in bytes, RFC822.SIZE.</param>
/// <param name="InternalDate">When it arrived, or the date that APPEND named.</param>
public readonly record struct MessageInfo(Uid Uid, FlagSet Flags, ulong ModSeq, long Size, DateTimeOffset InternalDate)
{
    /// <summary>The latest date that a store keeps, in the year 6429.</summary>
    public static DateTimeOffset LastInternalDate { get; } = DateTimeOffset.FromUnixTimeMilliseconds((1L << 47) - 1);
}

/// <summary>
/// A mailbox and its messages at one moment, and a subscription to later changes. Dispose ends the subscription.
/// </summary>
public sealed class MailboxSnapshot(
    MailboxInfo mailbox, ReadOnlyMemory<MessageInfo> messages, IDisposable? subscription) : IDisposable
{
    /// <summary>The mailbox.</summary>
    public MailboxInfo Mailbox { get; } = mailbox;

    /// <summary>Its messages, by ascending UID. Shared and never changed.</summary>
    public ReadOnlyMemory<MessageInfo> Messages { get; } = messages;

    /// <inheritdoc/>
    public void Dispose() => subscription?.Dispose();
}

/// <summary>What a commit changed in a mailbox.</summary>
public enum MailboxChangeKind
{
    /// <summary>Messages were added.</summary>
    Appended,

    /// <summary>Flags of messages changed.</summary>
    FlagsChanged,

    /// <summary>Messages were removed.</summary>
    Expunged,

    /// <summary>The mailbox was created.</summary>
    Created,

    /// <summary>The mailbox has another name.</summary>
    Renamed,

    /// <summary>The mailbox or its account was removed.</summary>
    Deleted,

    /// <summary>A name was subscribed or unsubscribed.</summary>
    Subscribed,
}

/// <summary>A change of a mailbox. Observers are notified after its commit.</summary>
public sealed record MailboxChange
{
    /// <summary>The mailbox.</summary>
    public required MailboxId Mailbox { get; init; }

    /// <summary>What happened.</summary>
    public required MailboxChangeKind Kind { get; init; }

    /// <summary>
    /// The messages as they are now (Appended, FlagsChanged) or last were (Expunged), by ascending UID.
    /// </summary>
    public ReadOnlyMemory<MessageInfo> Messages { get; init; }

    /// <summary>The keywords of the mailbox after the change.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>The MODSEQ of the change.</summary>
    public ulong ModSeq { get; init; }

    /// <summary>The session that asked for it; 0: none. A session does not echo its own silent changes.</summary>
    public long Origin { get; init; }
}

/// <summary>A message to be stored: the bytes, what was derived from them, and when it arrived.</summary>
/// <param name="Spool">Its bytes, complete.</param>
/// <param name="Structure">
/// What the protocols derived from it; the store keeps it with the message. Empty: nothing.
/// </param>
/// <param name="InternalDate">When it arrived.</param>
public sealed record NewMessage(MessageSpool Spool, ReadOnlyMemory<byte> Structure, DateTimeOffset InternalDate);

/// <summary>One entry to add. Several that name the same <see cref="NewMessage"/> share one body.</summary>
public sealed record AppendRequest(NewMessage Message, MailboxId Mailbox, NamedFlags Flags);

/// <summary>The place of a stored message. RFC 4315 §3 (APPENDUID)</summary>
public readonly record struct AppendedMessage(MailboxId Mailbox, uint UidValidity, Uid Uid);

/// <summary>The outcome of a change of flags.</summary>
/// <param name="Messages">
/// The requested messages that exist, with their new flags, by ascending UID; also those that did not change.
/// </param>
/// <param name="Modified">Those not changed because they had changed since. RFC 7162 §3.1.3</param>
public sealed record FlagsOutcome(IReadOnlyList<MessageInfo> Messages, IReadOnlyList<Uid> Modified);

/// <summary>The outcome of COPY or MOVE. RFC 4315 §3 (COPYUID)</summary>
/// <param name="UidValidity">That of the target.</param>
/// <param name="Pairs">Old and new UID, by ascending old UID, of the messages that existed.</param>
public sealed record CopyOutcome(uint UidValidity, IReadOnlyList<(Uid Source, Uid Target)> Pairs);

/// <summary>What an account uses.</summary>
/// <param name="UsedSize">The size of all its messages in bytes.</param>
/// <param name="MessageCount">How many messages it has.</param>
/// <param name="Quota">The limit in force.</param>
/// <param name="IsFull">Whether it, or its INBOX, has the maximum number of messages.</param>
public readonly record struct AccountUsage(long UsedSize, long MessageCount, MailSize Quota, bool IsFull);

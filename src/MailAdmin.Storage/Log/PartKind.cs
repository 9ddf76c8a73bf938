namespace MailAdmin.Storage.Log;

/// <summary>
/// The parts of a record: one byte for the kind, then its fields. Numbers are varints unless said otherwise; a text is
/// its length in bytes and UTF-8. Fields are never added to a kind: a new form is a new kind.
/// </summary>
internal enum PartKind : byte
{
    /// <summary>account, UIDVALIDITY of its INBOX (the other five standard mailboxes have the next five).</summary>
    AccountCreated = 1,

    /// <summary>account.</summary>
    AccountRemoved = 2,

    /// <summary>account, mailbox, MODSEQ, UIDVALIDITY, use, name as text.</summary>
    MailboxCreated = 3,

    /// <summary>account, mailbox, MODSEQ, new name as text.</summary>
    MailboxRenamed = 4,

    /// <summary>account, mailbox, MODSEQ.</summary>
    MailboxDeleted = 5,

    /// <summary>account, 1 or 0, name as text.</summary>
    Subscribed = 6,

    /// <summary>account, mailbox, keyword as text; its place is the next free one.</summary>
    KeywordAdded = 7,

    /// <summary>
    /// account, mailbox, UID, MODSEQ, flags, size, date (8 bytes), CRC-32C of the body (4 bytes), length of the
    /// structure, name of the large file (8 bytes; 0: the body is in the log), segment (0: that of this record), offset
    /// (in the segment; in this record: from where its bytes begin). At that place are: structure, if any; CRC-32C of
    /// the structure, if any (4 bytes); body, unless it is in a large file.
    /// </summary>
    Appended = 8,

    /// <summary>account, mailbox, MODSEQ, count, and as many times: distance from the UID before, flags.</summary>
    FlagsChanged = 9,

    /// <summary>account, mailbox, MODSEQ, count, and as many times: distance from the UID before.</summary>
    Expunged = 10,

    /// <summary>account, mailbox, first UID that no session has been shown as recent.</summary>
    RecentClaimed = 11,

    /// <summary>The change journal as JSON, as text.</summary>
    Directory = 12,

    /// <summary>
    /// item, size, CRC-32C of the body (4 bytes), length of the structure, name of the large file (8 bytes; 0: the body
    /// is in the log), segment (0: that of this record), offset; these as in <see cref="Appended"/>, with which it
    /// shares bodies. Then the domain as text, the local domain that sends it as text (empty: none), and as texts of
    /// bytes:
    /// <para>
    /// envelope: when it came (ticks of UTC), account plus 1 (0: none), reverse-path as text (empty: the null one),
    /// flags (1: SMTPUTF8, 2: REQUIRETLS, 4: by-mode R, 8: by-trace T), BODY, RET, ENVID as optional text, not before
    /// (ticks; 0: at once), deadline (ticks; 0: none), Message-ID and subject as optional texts, count of recipients,
    /// and as many times: address as text, NOTIFY, ORCPT as optional text. An optional text is 0, or 1 and a text.
    /// </para>
    /// <para>
    /// state: flags (1: suspended, 2: the delay was reported), next attempt (ticks), expiry (ticks), attempts, last
    /// attempt (ticks; 0: none), last error, its status code and the last host as optional texts, and for each
    /// recipient in the order of the envelope: state, status code and last reply as optional texts, where 2 stands for
    /// the status code and the last error of the item.
    /// </para>
    /// </summary>
    QueueAdded = 13,

    /// <summary>
    /// item, new state as a text of bytes as in <see cref="QueueAdded"/> (empty: the item is removed).
    /// </summary>
    QueueChanged = 14,
}

/// <summary>A record has a part that this version does not know: a later version wrote it.</summary>
internal sealed class UnknownPartException(PartKind kind) : Exception($"A record has a part of the kind {(int)kind}.");

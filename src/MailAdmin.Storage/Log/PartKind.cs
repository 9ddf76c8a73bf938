namespace MailAdmin.Storage.Log;

/// <summary>
/// The parts of a record: one byte for the kind, then its fields. Numbers are varints unless said otherwise; a text is
/// its length in octets and UTF-8. Fields are never added to a kind: a new form is a new kind.
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
    /// account, mailbox, UID, MODSEQ, flags, octets, date (8 bytes), CRC-32C of the body (4 bytes), length of the
    /// outline,
    /// name of the large file (8 bytes; 0: the body is in the log), segment (0: this record), offset (in the segment;
    /// in this record: from
    /// where its octets begin). There lie: outline, if any; CRC-32C of the outline, if any (4 bytes); body, unless it
    /// is in a large file.
    /// </summary>
    Appended = 8,

    /// <summary>account, mailbox, MODSEQ, count, and so often: distance from the UID before, flags.</summary>
    FlagsChanged = 9,

    /// <summary>account, mailbox, MODSEQ, count, and so often: distance from the UID before.</summary>
    Expunged = 10,

    /// <summary>account, mailbox, first UID that no session has been shown as recent.</summary>
    RecentClaimed = 11,

    /// <summary>The change journal as JSON, as text.</summary>
    Directory = 12,
}

namespace MailAdmin.Protocols.Imap.Selection;

/// <summary>What a session records about a message in addition to the store.</summary>
[Flags]
internal enum MessageMarks : byte
{
    None = 0,

    /// <summary>This session was the first to learn of it.</summary>
    Recent = 1,

    /// <summary>Its flags changed and were not reported.</summary>
    StaleFlags = 2,

    /// <summary>It was expunged and that was not reported.</summary>
    Expunged = 4,
}

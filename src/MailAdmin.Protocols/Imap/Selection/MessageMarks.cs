namespace MailAdmin.Protocols.Imap.Selection;

/// <summary>What a session notes of a message beside what the store says.</summary>
[Flags]
internal enum MessageMarks : byte
{
    None = 0,

    /// <summary>This session was the first that was told of it.</summary>
    Recent = 1,

    /// <summary>Its flags are not those that the client knows.</summary>
    StaleFlags = 2,

    /// <summary>It is gone, and the client does not know.</summary>
    Expunged = 4,
}

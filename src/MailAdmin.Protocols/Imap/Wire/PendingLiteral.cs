namespace MailAdmin.Protocols.Imap.Wire;

/// <summary>A literal that is announced and not read. RFC 7888 §2</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="IsSynchronizing">Whether the client waits for our word before it sends them.</param>
internal sealed record PendingLiteral(long Length, bool IsSynchronizing)
{
    /// <summary>Whether there was a NUL among its bytes, which only literal8 may have. RFC 3501 §4.3.1</summary>
    public bool HasNul { get; set; }

    /// <summary>Whether its bytes were read, or will never come.</summary>
    public bool IsSettled { get; set; }
}

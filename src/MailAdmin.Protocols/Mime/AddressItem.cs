namespace MailAdmin.Protocols.Mime;

/// <summary>
/// An item of an address list. Its parts are without quotes; they stay valid until the next item is read. A group
/// begins with an item that has only a name, and ends with one that has nothing.
/// </summary>
internal readonly ref struct AddressItem
{
    /// <summary>Whether it is an address, or the begin or end of a group.</summary>
    public required AddressItemKind Kind { get; init; }

    /// <summary>The display name, or the name of the group.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>The source route. RFC 5322 §4.4 (obs-route)</summary>
    public ReadOnlySpan<byte> Route { get; init; }

    /// <summary>The local part.</summary>
    public ReadOnlySpan<byte> Mailbox { get; init; }

    /// <summary>The domain, or a domain literal with its brackets; empty when there is none.</summary>
    public ReadOnlySpan<byte> Host { get; init; }
}

namespace MailAdmin.Protocols.Mime;

/// <summary>What an item of an address list is.</summary>
internal enum AddressItemKind
{
    /// <summary>An address, or something that stands in the place of one.</summary>
    Address,

    /// <summary>The begin of a group.</summary>
    GroupBegin,

    /// <summary>The end of a group.</summary>
    GroupEnd,
}

namespace MailAdmin.Protocols.Mime;

/// <summary>What a part is.</summary>
internal enum PartKind : byte
{
    /// <summary>Bytes.</summary>
    Other,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Parts.</summary>
    Multipart,

    /// <summary>A message with a header of its own.</summary>
    Message,
}

namespace MailAdmin.Protocols.Mime;

/// <summary>A run of octets of a message.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">How many octets.</param>
public readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>Where it ends: the first octet after it.</summary>
    public long End => Offset + Length;
}

namespace MailAdmin.Protocols.Mime;

/// <summary>A run of bytes of a message.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">How many bytes.</param>
public readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>Where it ends: the first byte after it.</summary>
    public long End => Offset + Length;
}

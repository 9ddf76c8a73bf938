namespace MailAdmin.Protocols.Mime;

/// <summary>Words of an address joined in a buffer, without quotes, with one space or none between them.</summary>
internal ref struct AddressWords(Span<byte> target)
{
    private readonly Span<byte> target = target;

    /// <summary>The number of bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>The last comment among the words.</summary>
    public ReadOnlySpan<byte> Comment { get; set; }

    /// <summary>The words.</summary>
    public readonly ReadOnlySpan<byte> Text => target[..Length];

    /// <summary>Adds a word, after a space if it is separate.</summary>
    public void Add(ReadOnlySpan<byte> word, bool separate)
    {
        if (separate && Length > 0)
        {
            target[Length++] = (byte)' ';
        }

        word.CopyTo(target[Length..]);
        Length += word.Length;
    }
}

namespace MailAdmin.Protocols.Mime;

/// <summary>Looks at the fields of a header, one at a time, unfolded.</summary>
internal abstract class FieldVisitor
{
    /// <summary>Whether no further field needs to be looked at.</summary>
    public abstract bool IsDone { get; }

    /// <summary>A field begins: writes what of its first line counts; returns false when the field is not
    /// wanted.</summary>
    public abstract bool Begin(ReadOnlySpan<byte> line, WireWriter field);

    /// <summary>A field that was wanted is complete.</summary>
    public abstract void End(ReadOnlySpan<byte> field);
}

namespace MailAdmin.Protocols.Mime;

/// <summary>Takes the text of the first field of a name, decoded and cut for lists.</summary>
internal sealed class FirstField(string name) : FieldVisitor
{
    /// <inheritdoc/>
    public override bool IsDone => Value is not null;

    /// <summary>The text, or null when there is no such field.</summary>
    public string? Value { get; private set; }

    /// <inheritdoc/>
    public override bool Begin(ReadOnlySpan<byte> line, WireWriter field)
    {
        bool isWanted = HeaderLine.TrySplit(line, out ReadOnlySpan<byte> own, out ReadOnlySpan<byte> value)
            && System.Text.Ascii.EqualsIgnoreCase(own, name);
        if (isWanted)
        {
            field.Raw(value);
        }

        return isWanted;
    }

    /// <inheritdoc/>
    public override void End(ReadOnlySpan<byte> field) => Value ??= MessageSummary.Shown(FieldText.Decode(field));
}

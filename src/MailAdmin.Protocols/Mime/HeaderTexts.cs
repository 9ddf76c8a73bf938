namespace MailAdmin.Protocols.Mime;

/// <summary>Looks for the texts of BODY and TEXT in every field of a header, the name included.</summary>
internal sealed class HeaderTexts(TextTargets targets, TargetKinds kinds) : FieldVisitor
{
    /// <inheritdoc/>
    public override bool IsDone => targets.Left == 0;

    /// <inheritdoc/>
    public override bool Begin(ReadOnlySpan<byte> line, WireWriter field)
    {
        field.Raw(line);
        return true;
    }

    /// <inheritdoc/>
    public override void End(ReadOnlySpan<byte> field) => targets.LookInField(field, kinds);
}

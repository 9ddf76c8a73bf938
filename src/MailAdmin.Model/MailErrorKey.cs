namespace MailAdmin;

/// <summary>The key of the text of an error: a cause, and a variant where one cause has several facts.</summary>
/// <param name="Error">The cause.</param>
/// <param name="Variant">The variant; empty for the general text.</param>
public readonly record struct MailErrorKey(MailError Error, string Variant)
{
    /// <summary>The general text of a cause.</summary>
    public static implicit operator MailErrorKey(MailError error) => new(error, "");

    /// <summary>The key as the catalogue has it.</summary>
    public override string ToString() => Variant.Length == 0 ? Error.ToString() : $"{Error}.{Variant}";
}

/// <summary>Names the variants of causes.</summary>
public static class MailErrorVariants
{
    /// <summary>A variant of a cause: <c>MailError.DomainExists.As("AliasDomain")</c>.</summary>
    public static MailErrorKey As(this MailError error, string variant) => new(error, variant);
}

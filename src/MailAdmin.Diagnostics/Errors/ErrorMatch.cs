namespace MailAdmin.Diagnostics.Errors;

/// <summary>What was recognised in an error text.</summary>
/// <param name="Code">The code, for people.</param>
/// <param name="Keys">The texts that speak of it, the most exact first.</param>
/// <param name="Standard">Where it is defined; empty: nowhere.</param>
internal sealed record ErrorMatch(string Code, IReadOnlyList<string> Keys, string Standard = "")
{
    /// <summary>The cause of one of the module's own errors; null when it is none.</summary>
    public MailError? Own { get; init; }

    /// <summary>The first digit of an SMTP code, which says whether it passes; null: it has none.</summary>
    public char? Class { get; init; }

    public bool IsSmtp => Class is not null;
}

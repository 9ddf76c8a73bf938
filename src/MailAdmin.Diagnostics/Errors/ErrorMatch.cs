namespace MailAdmin.Diagnostics.Errors;

/// <summary>What was recognized in an error text.</summary>
/// <param name="Code">The code, for people.</param>
/// <param name="Keys">The keys of the texts about it, the most exact first.</param>
/// <param name="Standard">Where it is defined; empty when it is defined nowhere.</param>
internal sealed record ErrorMatch(string Code, IReadOnlyList<string> Keys, string Standard = "")
{
    /// <summary>
    /// The first digit of an SMTP code, which says whether the error is temporary; null for other errors.
    /// </summary>
    public char? Class { get; init; }
}

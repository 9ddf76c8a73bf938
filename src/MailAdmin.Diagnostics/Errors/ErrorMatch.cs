using MailAdmin.Texts;

namespace MailAdmin.Diagnostics.Errors;

/// <summary>What was recognized in an error text.</summary>
/// <param name="Code">The code, for people.</param>
/// <param name="Keys">The keys of the texts about it, the most exact first.</param>
/// <param name="Standard">Where it is defined; empty when it is defined nowhere.</param>
internal sealed record ErrorMatch(string Code, IReadOnlyList<string> Keys, string Standard = "")
{
    /// <summary>The cause, when the error is one of our own; otherwise null.</summary>
    public MailError? Own { get; init; }

    /// <summary>The text of our own error with its values, where they are known; otherwise null.</summary>
    public MailText? Text { get; init; }

    /// <summary>Whether the code is that of a result of a test, such as <c>CertificateExpired</c>.</summary>
    public bool IsTestCode { get; init; }

    /// <summary>The first digit of an SMTP code: 4 for temporary, 5 for permanent errors; otherwise null.</summary>
    public char? Class { get; init; }
}

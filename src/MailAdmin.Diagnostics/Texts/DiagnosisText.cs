namespace MailAdmin.Diagnostics.Texts;

/// <summary>The text of a cause in one language. Placeholders are {server}, {port}, {protocol} and others.</summary>
/// <param name="Message">What happened, in a sentence.</param>
/// <param name="Explanation">Why, for people who do not know the protocol.</param>
/// <param name="Suggestion">What to do.</param>
internal sealed record DiagnosisText(string Message, string Explanation = "", string Suggestion = "");

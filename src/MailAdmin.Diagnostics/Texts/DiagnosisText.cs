namespace MailAdmin.Diagnostics.Texts;

/// <summary>
/// The text of a cause in one language. Names in braces are placeholders: {server}, {port}, {protocol}, and those whose
/// values the check gives.
/// </summary>
/// <param name="Message">What happened, in a sentence.</param>
/// <param name="Explanation">Why, for people who do not know the protocol.</param>
/// <param name="Suggestion">What to do.</param>
internal sealed record DiagnosisText(string Message, string Explanation = "", string Suggestion = "");

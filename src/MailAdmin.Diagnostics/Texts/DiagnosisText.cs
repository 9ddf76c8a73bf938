namespace MailAdmin.Diagnostics.Texts;

/// <summary>
/// What is said about a cause, in one language. Names in braces stand for values: {server}, {port}, {protocol}, and those
/// that the check gives.
/// </summary>
/// <param name="Message">What happened, in a sentence.</param>
/// <param name="Explanation">Why that is, for people who do not know the protocol.</param>
/// <param name="Suggestion">What to do.</param>
internal sealed record DiagnosisText(string Message, string Explanation = "", string Suggestion = "");

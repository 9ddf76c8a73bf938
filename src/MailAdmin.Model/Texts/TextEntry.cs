namespace MailAdmin.Texts;

/// <summary>One text of a catalogue, in one language. Names in braces stand for values.</summary>
/// <param name="Message">What happened, in a sentence.</param>
/// <param name="Explanation">What that means, for people who do not know the subject.</param>
/// <param name="Suggestion">What to do: an instruction or a command.</param>
internal sealed record TextEntry(string Message, string Explanation = "", string Suggestion = "")
{
    /// <summary>
    /// The names of the values, in the order in which code gives them; empty where it gives them by name.
    /// </summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}

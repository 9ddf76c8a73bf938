using MailAdmin.Texts;

namespace MailAdmin.Diagnostics.Errors;

/// <summary>Recognizes the module's own errors: by their ErrorId, by the code of a test, or by their message.</summary>
internal static class OwnErrors
{
    // Fewer characters could be the words of anybody.
    private const int MinLiteral = 12;

    private static readonly Lazy<TextRecognizer> Messages = new(() => new TextRecognizer(
        MailText.Languages, key => ErrorOf(key) is not null, isWhole: false, MinLiteral));

    /// <summary>An ErrorId alone or as PowerShell writes it (<c>AccountNotFound,MailAdmin.Commands…</c>).</summary>
    public static ErrorMatch? FindId(string text, bool ignoreCase)
    {
        string word = text.Trim().Split(',')[0];
        return word.All(char.IsAsciiLetter) && Enum.TryParse(word, ignoreCase, out MailError error) ? Of(error) : null;
    }

    /// <summary>A message in English or Japanese, with what it is about.</summary>
    public static ErrorMatch? FindMessage(string text) => Messages.Value.Find(text) is { } found
        ? Of(ErrorOf(found.Key)!.Value) with { Text = found }
        : null;

    /// <summary>The match of a known cause.</summary>
    public static ErrorMatch Of(MailError error) => new(error.ToString(), []) { Own = error };

    private static MailError? ErrorOf(string key) =>
        Enum.TryParse(key.Split('.')[0], out MailError error) ? error : null;
}

using System.Text.Encodings.Web;
using System.Text.Json;

namespace MailAdmin.Help;

/// <summary>
/// The help in another language: a file of English texts and what they are there, so that a text that was changed is
/// seen to lack its translation. What has none stays English.
/// </summary>
internal sealed class Translation
{
    private readonly Dictionary<string, string> texts;
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    private Translation(string culture, Dictionary<string, string> texts)
    {
        Culture = culture;
        this.texts = texts;
    }

    /// <summary>The name of the culture, which is also that of the folder.</summary>
    public string Culture { get; }

    /// <summary>English texts of the file that no cmdlet has any more.</summary>
    public IEnumerable<string> Unused => texts.Keys.Except(used);

    /// <summary>English, as the comments are.</summary>
    public static Translation English() => new("en-US", new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Reads <c>ja.json</c> and its like.</summary>
    public static Translation Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return new Translation(
            Path.GetFileNameWithoutExtension(path), JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!);
    }

    /// <summary>The text in this language.</summary>
    public string Of(string english)
    {
        used.Add(english);
        return texts.GetValueOrDefault(english, english);
    }

    /// <summary>Whether a text is in this language.</summary>
    public bool Has(string english) => Culture.StartsWith("en", StringComparison.Ordinal) || texts.ContainsKey(english);

    /// <summary>A text as a line of the file.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text, Relaxed);

    private static readonly JsonSerializerOptions Relaxed =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

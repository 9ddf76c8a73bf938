using System.Reflection;
using System.Text.Json;

namespace MailAdmin.Texts;

/// <summary>
/// The texts of an assembly in one language, from the resource files of its folder: <c>Texts/en/*.json</c>. A key is a
/// code, or a code and a variant with a dot between; a variant that has no text of its own has the general one's.
/// </summary>
internal sealed class TextCatalogue
{
    private readonly Dictionary<string, TextEntry> entries = new(StringComparer.Ordinal);

    /// <summary>Reads the resource files of a language.</summary>
    public TextCatalogue(Assembly assembly, string language)
    {
        foreach (string name in assembly.GetManifestResourceNames())
        {
            // Windows names embedded files with its own separator.
            if (name.Replace('\\', '/').StartsWith($"Texts/{language}/", StringComparison.Ordinal))
            {
                using Stream stream = assembly.GetManifestResourceStream(name)!;
                byte[] file = new byte[stream.Length];
                stream.ReadExactly(file);
                Add(file);
            }
        }
    }

    /// <summary>The keys of all texts.</summary>
    public IEnumerable<string> Keys => entries.Keys;

    /// <summary>The text of a code.</summary>
    public TextEntry Find(string code, string variant = "") => TryFind($"{code}.{variant}") ?? entries[code];

    /// <summary>The name of a thing that is not a text of its own: a check, a kind of server, a protocol.</summary>
    public string Name(string key) => entries[key].Message;

    /// <summary>The text of a key; null when the catalogue has none.</summary>
    public TextEntry? TryFind(string key) => entries.GetValueOrDefault(key);

    // The first question or error of a session waits for this: a serializer would take ten times as long to start.
    private void Add(ReadOnlySpan<byte> file)
    {
        Utf8JsonReader reader = new(file);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            entries.Add(key, ReadEntry(ref reader));
        }
    }

    private static TextEntry ReadEntry(ref Utf8JsonReader reader)
    {
        TextEntry entry = new("");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string part = reader.GetString()!;
            reader.Read();
            entry = part switch
            {
                nameof(TextEntry.Message) => entry with { Message = reader.GetString()! },
                nameof(TextEntry.Explanation) => entry with { Explanation = reader.GetString()! },
                nameof(TextEntry.Suggestion) => entry with { Suggestion = reader.GetString()! },
                nameof(TextEntry.Values) => entry with { Values = ReadValues(ref reader) },
                _ => throw new JsonException($"A text has no part '{part}'."),
            };
        }

        return entry;
    }

    private static List<string> ReadValues(ref Utf8JsonReader reader)
    {
        List<string> values = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            values.Add(reader.GetString()!);
        }

        return values;
    }
}

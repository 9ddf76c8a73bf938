using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MailAdmin.Texts;

/// <summary>
/// The texts of an assembly in one language, from the resource files of its folder: <c>Texts/en/*.json</c>. A key is a
/// code, or a code and a variant with a dot between; a variant that has no text of its own has the general one's.
/// </summary>
internal sealed class TextCatalogue
{
    private readonly FrozenDictionary<string, TextEntry> entries;

    /// <summary>Reads the resource files of a language.</summary>
    public TextCatalogue(Assembly assembly, string language)
    {
        Dictionary<string, TextEntry> read = new(StringComparer.Ordinal);
        foreach (string name in assembly.GetManifestResourceNames().Where(name => IsOf(language, name)))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            Dictionary<string, TextEntry> file =
                JsonSerializer.Deserialize(stream, TextEntryJson.Default.DictionaryStringTextEntry)!;
            foreach ((string key, TextEntry entry) in file)
            {
                read.Add(key, entry);
            }
        }

        entries = read.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The keys of all texts.</summary>
    public IEnumerable<string> Keys => entries.Keys;

    /// <summary>The text of a code.</summary>
    public TextEntry Find(string code, string variant = "") =>
        TryFind($"{code}.{variant}") ?? entries[code];

    /// <summary>The name of a thing that is not a text of its own: a check, a kind of server, a protocol.</summary>
    public string Name(string key) => entries[key].Message;

    /// <summary>The name, or the key itself where it has none.</summary>
    public string NameOrKey(string key) => entries.TryGetValue(key, out TextEntry? entry) ? entry.Message : key;

    /// <summary>The text of a key; null when the catalogue has none.</summary>
    public TextEntry? TryFind(string key) => entries.GetValueOrDefault(key);

    // Windows names embedded files with its own separator.
    private static bool IsOf(string language, string resource) =>
        resource.Replace('\\', '/').StartsWith($"Texts/{language}/", StringComparison.Ordinal);
}

/// <summary>How the resource files are read.</summary>
[JsonSerializable(typeof(Dictionary<string, TextEntry>))]
internal sealed partial class TextEntryJson : JsonSerializerContext;

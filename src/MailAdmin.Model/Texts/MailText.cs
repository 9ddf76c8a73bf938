using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MailAdmin.Texts;

/// <summary>
/// A text that is put into words when it is read, in the language of its reader: a key of the catalogue with the values
/// for it, which may be such texts too. Values that are not, such as addresses and paths, are literals.
/// </summary>
[JsonConverter(typeof(MailTextJsonConverter))]
internal sealed class MailText
{
    private readonly string key;
    private readonly string literal;

    private MailText(string key, string literal, IReadOnlyList<MailText> values)
    {
        this.key = key;
        this.literal = literal;
        Values = values;
    }

    /// <summary>The texts that this assembly has; those of errors among them.</summary>
    public static TextLanguages Languages { get; } = new(typeof(MailText).Assembly);

    /// <summary>The key in the catalogue; empty for a literal.</summary>
    public string Key => key;

    /// <summary>The values, in the order in which the catalogue names them.</summary>
    public IReadOnlyList<MailText> Values { get; }

    /// <summary>A text of the catalogue.</summary>
    public static MailText Of(string key, params ReadOnlySpan<object?> values)
    {
        MailText[] texts = new MailText[values.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = FromValue(values[i]);
        }

        return new MailText(key, "", texts);
    }

    /// <summary>A text that is the same in every language.</summary>
    public static MailText Literal(string text) => new("", text, []);

    /// <summary>The text in a language.</summary>
    public string In(CultureInfo culture) => Write(culture, entry => entry.Message);

    /// <summary>What it means, in a language; empty when the catalogue does not say.</summary>
    public string ExplanationIn(CultureInfo culture) => Write(culture, entry => entry.Explanation);

    /// <summary>What to do about it, in a language; empty when the catalogue does not say.</summary>
    public string SuggestionIn(CultureInfo culture) => Write(culture, entry => entry.Suggestion);

    /// <summary>The text in the language of the reader.</summary>
    public override string ToString() => In(CultureInfo.CurrentUICulture);

    private static MailText FromValue(object? value) => value switch
    {
        MailText text => text,

        IReadable readable => Literal(readable.ForReaders),
        IFormattable number => Literal(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => Literal(value?.ToString() ?? ""),
    };

    // A variant says what differs from the general text: mostly not what to do.
    private string Write(CultureInfo culture, Func<TextEntry, string> part)
    {
        if (key.Length == 0)
        {
            return literal;
        }

        TextCatalogue catalogue = Languages.For(culture);
        TextEntry? entry = catalogue.TryFind(key);
        TextEntry? general = catalogue.TryFind(key.Split('.')[0]);
        string template = entry is null ? "" : part(entry);
        template = template.Length > 0 ? template : general is null ? "" : part(general);
        return TextTemplate.Fill(template, name => ValueOf(name, entry ?? general, culture));
    }

    private string ValueOf(string name, TextEntry? entry, CultureInfo culture)
    {
        for (int i = 0; i < Values.Count && i < entry?.Values.Count; i++)
        {
            if (entry.Values[i] == name)
            {
                return Values[i].In(culture);
            }
        }

        return $"<{name}>";
    }
}

/// <summary>Writes a literal as a string, and a text of the catalogue as an array of its key and its values.</summary>
internal sealed class MailTextJsonConverter : JsonConverter<MailText>
{
    public override MailText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return MailText.Literal(reader.GetString()!);
        }

        reader.Read();
        string key = reader.GetString()!;
        List<object?> values = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add(Read(ref reader, typeToConvert, options));
        }

        return MailText.Of(key, values.ToArray());
    }

    public override void Write(Utf8JsonWriter writer, MailText value, JsonSerializerOptions options)
    {
        if (value.Key.Length == 0)
        {
            writer.WriteStringValue(value.ToString());
            return;
        }

        writer.WriteStartArray();
        writer.WriteStringValue(value.Key);
        foreach (MailText part in value.Values)
        {
            Write(writer, part, options);
        }

        writer.WriteEndArray();
    }
}

using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>The properties in which two records differ, as texts before and after a change.</summary>
internal sealed record RecordDifference(Dictionary<string, string> Before, Dictionary<string, string> After);

/// <summary>Shows records as names and texts of their properties. No secret is ever in a text.</summary>
internal static class RecordText
{
    /// <summary>What is shown of a secret.</summary>
    public const string Secret = "********";

    /// <summary>The properties in which two records differ, as texts; a property that is null has none.</summary>
    public static RecordDifference Compare(JsonTypeInfo type, object before, object after)
    {
        Dictionary<string, string> left = [];
        Dictionary<string, string> right = [];
        foreach (JsonPropertyInfo property in type.Properties)
        {
            object? was = property.Get!(before);
            object? became = property.Get!(after);
            if (!AreEqual(property, was, became))
            {
                Add(left, property, was);
                Add(right, property, became);
            }
        }

        return new RecordDifference(left, right);
    }

    // What is equal may be written differently, as ann@ and Ann@ are, and lists are equal when their elements are.
    private static bool AreEqual(JsonPropertyInfo property, object? left, object? right)
    {
        if (left is null || right is null || left is string or ValueType)
        {
            return Equals(left, right);
        }

        JsonTypeInfo type = property.Options.GetTypeInfo(property.PropertyType);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(left, type);
        return json.AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(right, type));
    }

    private static void Add(Dictionary<string, string> texts, JsonPropertyInfo property, object? value)
    {
        if (value is not null)
        {
            texts[char.ToUpperInvariant(property.Name[0]) + property.Name[1..]] = ToText(value);
        }
    }

    private static string ToText(object value) => value switch
    {
        byte[] or ScramCredential => Secret,
        string text => text,
        MailSize size => ToText(size),
        DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
        IEnumerable list => string.Join(", ", list.Cast<object>().Select(ToText)),
        IFormattable formattable => formattable.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    // In units only when nothing is rounded.
    private static string ToText(MailSize size)
    {
        string text = size.ToString(format: null, CultureInfo.InvariantCulture);
        return MailSize.TryParse(text, out MailSize parsed) && parsed == size
            ? text
            : size.ToString("B", CultureInfo.InvariantCulture);
    }
}

using System.Globalization;
using System.Text.Json;

namespace MailAdmin.Diagnostics.Registration;

/// <summary>Reads an RDAP answer about a domain. RFC 9083 §4.5, §4.6, §5.1, §5.3; RFC 7095 (jCard)</summary>
internal static class RdapAnswer
{
    private const int MaxText = 200;
    private const int MaxStatus = 32;

    /// <summary>The registration; null when this is not an answer about a domain.</summary>
    public static DomainRegistration? TryRead(byte[] content)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement domain = document.RootElement;
            return TextOf(domain, "objectClassName") != "domain" ? null : new DomainRegistration(
                RegistrarOf(domain),
                EventOf(domain, "registration"),
                EventOf(domain, "expiration"),
                [.. ItemsOf(domain, "status").Select(Text).OfType<string>().Select(Clean).Take(MaxStatus)]);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // The library throws the second for text that is not Unicode.
            return null;
        }
    }

    private static string? RegistrarOf(JsonElement domain)
    {
        JsonElement registrar = ItemsOf(domain, "entities").FirstOrDefault(
            entity => ItemsOf(entity, "roles").Any(role => Text(role) == "registrar"));

        // ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Example Registrar"]]]
        string? name = ItemsOf(registrar, "vcardArray").Skip(1).Take(1).SelectMany(Items)
            .Select(property => Items(property).Take(4).ToArray())
            .Where(parts => parts.Length == 4 && Text(parts[0]) == "fn")
            .Select(parts => Text(parts[3])).FirstOrDefault(text => text is not null);
        return (name ?? TextOf(registrar, "handle")) is { } text ? Clean(text) : null;
    }

    private static DateTimeOffset? EventOf(JsonElement domain, string action)
    {
        JsonElement found = ItemsOf(domain, "events").FirstOrDefault(item => TextOf(item, "eventAction") == action);
        string? date = TextOf(found, "eventDate");
        CultureInfo culture = CultureInfo.InvariantCulture;
        return DateTimeOffset.TryParse(date, culture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : null;
    }

    private static string? TextOf(JsonElement element, string name) =>
        Member(element, name) is { } value ? Text(value) : null;

    private static IEnumerable<JsonElement> ItemsOf(JsonElement element, string name) =>
        Member(element, name) is { } value ? Items(value) : [];

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value : null;

    private static string? Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    private static IEnumerable<JsonElement> Items(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    private static string Clean(string text) => SafeText.WithoutControls(text, MaxText);
}

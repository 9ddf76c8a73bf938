using System.Globalization;
using System.Text.Json;

namespace MailAdmin.Diagnostics.Registration;

/// <summary>Reads what a server says of a domain in RDAP. RFC 9083 §4.5 (events), §4.6 (status), §5.1 (entities), §5.3 (domains); RFC 7095 (jCard)</summary>
internal static class RdapAnswer
{
    private const int MaxText = 200;
    private const int MaxStatus = 32;

    /// <summary>The registration; null: this is no answer about a domain.</summary>
    public static DomainRegistration? TryRead(byte[] content)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement domain = document.RootElement;
            if (domain.ValueKind != JsonValueKind.Object || TextOf(domain, "objectClassName") != "domain")
            {
                return null;
            }

            return new DomainRegistration(
                RegistrarOf(domain),
                EventOf(domain, "registration"),
                EventOf(domain, "expiration"),
                [.. ItemsOf(domain, "status").Where(item => item.ValueKind == JsonValueKind.String).Select(item => Clean(item.GetString()!)).Take(MaxStatus)]);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // The second is what the library makes of text that is not Unicode.
            return null;
        }
    }

    private static string? RegistrarOf(JsonElement domain)
    {
        JsonElement registrar = ItemsOf(domain, "entities").FirstOrDefault(entity =>
            ItemsOf(entity, "roles").Any(role => role.ValueKind == JsonValueKind.String && role.GetString() == "registrar"));
        if (registrar.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        // ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Example Registrar"]]]
        foreach (JsonElement property in ItemsOf(registrar, "vcardArray").Skip(1).Take(1).SelectMany(Items))
        {
            JsonElement[] parts = [.. Items(property).Take(4)];
            if (parts.Length == 4 && parts[0].ValueKind == JsonValueKind.String && parts[0].GetString() == "fn" && parts[3].ValueKind == JsonValueKind.String)
            {
                return Clean(parts[3].GetString()!);
            }
        }

        return TextOf(registrar, "handle") is { } handle ? Clean(handle) : null;
    }

    private static DateTimeOffset? EventOf(JsonElement domain, string action)
    {
        string? date = ItemsOf(domain, "events").Where(item => TextOf(item, "eventAction") == action).Select(item => TextOf(item, "eventDate")).FirstOrDefault();
        return DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static IEnumerable<JsonElement> ItemsOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? Items(value) : [];

    private static IEnumerable<JsonElement> Items(JsonElement element) => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    private static string Clean(string text) => new([.. text.Take(MaxText).Select(c => char.IsControl(c) ? ' ' : c)]);
}

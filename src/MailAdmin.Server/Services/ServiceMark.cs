using System.Text.Json;
using System.Text.Json.Serialization;

namespace MailAdmin.Server.Services;

/// <summary>
/// The line by which a definition of a service is recognized as one that MailAdmin wrote: the description of the
/// service as JSON, in ASCII and without '--', so that it may stand in a comment of any format. What has no such line
/// is never changed or removed.
/// </summary>
internal static partial class ServiceMark
{
    private const string Start = "MailAdmin service: ";

    /// <summary>The line.</summary>
    public static string Of(ServiceDescription service) =>
        Start + JsonSerializer.Serialize(service, MarkJson.Default.ServiceDescription)
            .Replace("-", "\\u002d", StringComparison.Ordinal);

    /// <summary>The description in the text of a definition; null when MailAdmin did not write it.</summary>
    public static ServiceDescription? Find(string text)
    {
        int start = text.IndexOf(Start, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        string line = text[(start + Start.Length)..].Split('\n', 2)[0];
        try
        {
            return JsonSerializer.Deserialize(
                line[..(line.LastIndexOf('}') + 1)], MarkJson.Default.ServiceDescription);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [JsonSerializable(typeof(ServiceDescription))]
    private sealed partial class MarkJson : JsonSerializerContext;
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace MailAdmin.Server.Logging;

/// <summary>An entry as a line of a log file: a JSON object. Adding a property is a compatible change.</summary>
internal static class LogLine
{
    /// <summary>Longer lines are damaged; what is written is far below.</summary>
    public const int MaxLength = 1 << 20;

    private static readonly LogJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter<MailLogLevel>() },

        // Not escaped, so that people can search in the files; line ends still are.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });

    /// <summary>The line of an entry, without its end.</summary>
    public static byte[] Write(MailServerLogEntry entry) =>
        JsonSerializer.SerializeToUtf8Bytes(entry, Json.MailServerLogEntry);

    /// <summary>Returns the entry of a line, or null when the line is damaged.</summary>
    public static MailServerLogEntry? TryRead(ReadOnlySpan<byte> line)
    {
        try
        {
            MailServerLogEntry? entry = JsonSerializer.Deserialize(line, Json.MailServerLogEntry);
            return entry is { Message: not null, Category: not null } ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Lines as JSON, by generated code.</summary>
[JsonSerializable(typeof(MailServerLogEntry))]
internal sealed partial class LogJson : JsonSerializerContext;

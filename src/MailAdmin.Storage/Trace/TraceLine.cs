using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using MailAdmin.Storage.Log;

namespace MailAdmin.Storage.Trace;

/// <summary>An event as a line of a trace file. Adding a property is a compatible change.</summary>
internal sealed class TraceLine
{
    private const int MaxText = 1_000;

    private static readonly TraceJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // Not escaped, so that people can search in the files; line ends are still escaped.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });

    public DateTimeOffset Time { get; set; }

    public string Event { get; set; } = "";

    public string Source { get; set; } = "";

    public string? Sender { get; set; }

    public string? Recipient { get; set; }

    public string? MessageId { get; set; }

    public string? Subject { get; set; }

    public long? Size { get; set; }

    public string? Client { get; set; }

    public string? Status { get; set; }

    public string? Detail { get; set; }

    /// <summary>The line of an event, without its end.</summary>
    public static byte[] Write(MailTraceEvent traceEvent)
    {
        TraceLine line = new()
        {
            Time = traceEvent.Timestamp.ToUniversalTime(),
            Event = traceEvent.EventId.ToString(),
            Source = Cut(traceEvent.Source) ?? "",
            Sender = Cut(traceEvent.Sender),
            Recipient = Cut(traceEvent.Recipient),
            MessageId = Cut(traceEvent.MessageId),
            Subject = Cut(traceEvent.Subject),
            Size = traceEvent.Size?.Bytes,
            Client = Cut(traceEvent.ClientAddress),
            Status = Cut(traceEvent.StatusCode),
            Detail = Cut(traceEvent.Detail),
        };
        return JsonSerializer.SerializeToUtf8Bytes(line, Json.TraceLine);
    }

    /// <summary>Returns the event of a line, or null when the line is damaged or of an unknown kind.</summary>
    public static MailTraceEvent? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, Json.TraceLine)?.ToEvent();
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string? Cut(string? text) => text is null ? null : BoundedText.Cut(text, MaxText);

    private MailTraceEvent? ToEvent()
    {
        return !Enum.TryParse(Event, out MailTraceEventId id) || !Enum.IsDefined(id) ? null : new MailTraceEvent
        {
            Timestamp = Time.LocalDateTime,
            EventId = id,
            Source = Source,
            Sender = Sender,
            Recipient = Recipient,
            MessageId = MessageId,
            Subject = Subject,
            Size = Size is { } bytes ? new MailSize(bytes) : null,
            ClientAddress = Client,
            StatusCode = Status,
            Detail = Detail,
        };
    }
}

/// <summary>Lines as JSON, by generated code.</summary>
[JsonSerializable(typeof(TraceLine))]
internal sealed partial class TraceJson : JsonSerializerContext;

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace MailAdmin.Storage.Trace;

/// <summary>An event as a line of a trace file. One property more is a compatible change.</summary>
internal sealed class TraceLine
{
    private const int MaxText = 1_000;

    private static readonly TraceJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // So that people can search in the files; line ends are escaped all the same.
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

    /// <summary>The octets of a line, without its end.</summary>
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

    /// <summary>The event of a line; null: it is damaged, or of a kind that is not known.</summary>
    public static MailTraceEvent? Read(ReadOnlySpan<byte> octets)
    {
        try
        {
            return JsonSerializer.Deserialize(octets, Json.TraceLine)?.ToEvent();
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null;
        }
    }

    // What clients send has no end. Never cut between the halves of a surrogate pair.
    private static string? Cut(string? text)
    {
        return text is null || text.Length <= MaxText ? text : text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)];
    }

    private MailTraceEvent? ToEvent()
    {
        return !Enum.TryParse(Event, out MailTraceEventId id) || !Enum.IsDefined(id) ? null : new MailTraceEvent
        {
            Timestamp = Time,
            EventId = id,
            Source = Source,
            Sender = Sender,
            Recipient = Recipient,
            MessageId = MessageId,
            Subject = Subject,
            Size = Size is { } octets ? new MailSize(octets) : null,
            ClientAddress = Client,
            StatusCode = Status,
            Detail = Detail,
        };
    }
}

/// <summary>Lines as JSON, by generated code.</summary>
[JsonSerializable(typeof(TraceLine))]
internal sealed partial class TraceJson : JsonSerializerContext;

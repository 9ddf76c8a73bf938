using System.IO.Enumeration;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Trace;

/// <summary>Checks whether events match a filter.</summary>
internal sealed class TraceMatch
{
    private readonly TraceFilter filter;
    private readonly string? sender;
    private readonly string? recipient;
    private readonly string? messageId;
    private readonly string? subject;

    public TraceMatch(TraceFilter filter)
    {
        this.filter = filter;
        sender = PatternOf(filter.Sender == "<>" ? "" : filter.Sender);
        recipient = PatternOf(filter.Recipient);
        messageId = PatternOf(filter.MessageId is null ? null : WithoutBrackets(filter.MessageId));
        bool isPart = filter.Subject is not null && filter.Subject.AsSpan().IndexOfAny('*', '?') < 0;
        subject = PatternOf(isPart ? $"*{filter.Subject}*" : filter.Subject);
    }

    public bool Fits(MailTraceEvent traceEvent)
    {
        return !(traceEvent.Timestamp < filter.Start)
            && !(traceEvent.Timestamp >= filter.End)
            && (filter.EventId.Count == 0 || filter.EventId.Contains(traceEvent.EventId))
            && Fits(sender, traceEvent.Sender)
            && Fits(recipient, traceEvent.Recipient)
            && Fits(messageId, traceEvent.MessageId is null ? null : WithoutBrackets(traceEvent.MessageId))
            && Fits(subject, traceEvent.Subject);
    }

    /// <summary>Whether a day can have such events.</summary>
    public bool Fits(DateOnly day)
    {
        DateTimeOffset start = new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return !(start >= filter.End)
            && (filter.Start is not { } first || start > first || first - start < TimeSpan.FromDays(1));
    }

    // '*' alone also matches an unknown value. A backslash is no escape here.
    private static string? PatternOf(string? text)
    {
        return text is null || (text.Length > 0 && text.AsSpan().IndexOfAnyExcept('*') < 0)
            ? null
            : text.Replace(@"\", @"\\", StringComparison.Ordinal);
    }

    private static bool Fits(string? pattern, string? text)
    {
        if (pattern is null || text is null)
        {
            return pattern is null;
        }

        return pattern.Length == 0
            ? text.Length == 0
            : FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true);
    }

    private static string WithoutBrackets(string id) =>
        id.StartsWith('<') && id.EndsWith('>') && id.Length >= 2 ? id[1..^1] : id;
}

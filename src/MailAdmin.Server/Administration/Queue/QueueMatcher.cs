using System.Globalization;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Arguments;

namespace MailAdmin.Server.Administration.Queue;

/// <summary>Compares messages of the queue with a filter.</summary>
internal sealed class QueueMatcher(QueueFilter filter)
{
    private static readonly CultureInfo Japanese = CultureInfo.GetCultureInfo("ja");
    private readonly NamePattern? sender = filter.Sender is { Length: > 0 } text ? NamePattern.OfAddress(text) : null;
    private readonly NamePattern? recipient = filter.Recipient is { } text ? NamePattern.OfAddress(text) : null;
    private readonly NamePattern? domain = DomainOf(filter.Domain);
    private readonly NamePattern? nextHop = filter.NextHop is { } text ? NamePattern.OfName(text) : null;
    private readonly NamePattern? statusCode = filter.StatusCode is { } text ? NamePattern.OfName(text) : null;
    private readonly NamePattern? lastError = filter.LastError is { } text
        ? NamePattern.OfName(NamePattern.HasWildcards(text) ? text : $"*{text}*")
        : null;

    /// <param name="message">The message, whose addresses are compared in their canonical form.</param>
    /// <param name="item">The message as it is shown.</param>
    public bool Matches(QueueItem message, MailQueueItem item) =>
        (filter.Id is null || item.Id == filter.Id)
        && (filter.Sender is null
            || (sender is null
                ? message.ReversePath is null
                : message.ReversePath is { } from && sender.Matches(from.Canonical)))
        && (recipient is null || message.WaitingRecipients.Any(one => recipient.Matches(one.Address.Canonical)))
        && (domain is null || domain.Matches(item.Domain))
        && (nextHop is null || nextHop.Matches(item.NextHop))
        && (statusCode is null || statusCode.Matches(item.StatusCode ?? ""))
        && (lastError is null || MatchesError(lastError, item.LastError ?? ""))
        && (filter.Status is null || item.Status == filter.Status)
        && !(item.Attempts < filter.MinimumAttempts)
        && !(item.Size.Bytes < filter.MinimumSize?.Bytes)
        && !(item.Queued >= filter.QueuedBefore)
        && !(item.Queued < filter.QueuedAfter)
        && !(item.Expires >= filter.ExpiresBefore);

    /// <summary>A reason is found by its words in the language of the reader, and by those that are kept.</summary>
    private static bool MatchesError(NamePattern pattern, string written) =>
        pattern.Matches(written) || pattern.Matches(WrittenReason.In(written, Japanese));

    private static NamePattern? DomainOf(string? text) =>
        text is null ? null : NamePattern.OfName(DomainName.TryParse(text, out DomainName? name) ? name.Ascii : text);
}

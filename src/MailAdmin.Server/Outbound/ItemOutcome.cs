using MailAdmin.Contracts;
using MailAdmin.Server.Reports;

namespace MailAdmin.Server.Outbound;

/// <summary>The results of an attempt, or of one transaction of it, for the recipients of a queued message.</summary>
internal sealed record ItemOutcome
{
    // The most characters that the queue keeps of a reply or reason.
    private const int MaxText = 1_000;

    /// <summary>The message as it was before.</summary>
    public required QueueItem Item { get; init; }

    /// <summary>The recipients that have a result.</summary>
    public required IReadOnlyList<RecipientResult> Results { get; init; }

    /// <summary>The server, or null when none was asked.</summary>
    public string? Host { get; init; }

    /// <summary>The address of the server.</summary>
    public string? Address { get; init; }

    /// <summary>Whether the attempt is over; otherwise more transactions follow at once.</summary>
    public bool IsLast { get; init; } = true;

    /// <summary>Whether the server seems to practise greylisting, so that an early attempt is worth while.</summary>
    public bool IsGreylisted { get; init; }

    /// <summary>Mail for mailboxes here that is committed together with it, or null.</summary>
    public PlannedMail? Mail { get; init; }

    /// <summary>Whether it was delivered here.</summary>
    public bool IsLocal { get; init; }

    /// <summary>The first result for which the message stays in the queue, or null.</summary>
    public RecipientResult? FirstDelay => Results.FirstOrDefault(result => result.Action == DeliveryAction.Delayed);

    /// <summary>The outcome when no server could be asked about the recipients.</summary>
    public static ItemOutcome Of(
        QueueItem item,
        IEnumerable<QueueRecipient> recipients,
        HopFailure failure,
        IEnumerable<RecipientResult> others) => new()
    {
        Item = item,
        Results = [.. recipients.Select(failure.ToResult), .. others],
        Host = failure.Host,
        Address = failure.Address,
    };

    /// <summary>The text about a recipient that is kept and shown.</summary>
    public static string TextOf(RecipientResult result)
    {
        string text = result.Reply ?? result.Reason ?? "";
        return text.Length > MaxText ? text[..MaxText] : text;
    }
}

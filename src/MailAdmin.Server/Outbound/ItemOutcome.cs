using MailAdmin.Contracts;
using MailAdmin.Server.Outbound.Smtp;
using MailAdmin.Server.Reports;

namespace MailAdmin.Server.Outbound;

/// <summary>What became of a recipient in an attempt.</summary>
/// <param name="Recipient">As it was before.</param>
/// <param name="Kind">The end.</param>
/// <param name="StatusCode">The enhanced status code.</param>
/// <param name="Reply">What the server said; null: nothing.</param>
/// <param name="Reason">In words why; null: the reply says it.</param>
internal sealed record RecipientEnd(QueueRecipient Recipient, ResultKind Kind, string StatusCode, string? Reply, string? Reason)
{
    /// <summary>Whether the server tells the sender itself what becomes of it.</summary>
    public bool IsReportedByServer { get; init; }

    /// <summary>What a report says in place of what follows from the kind; null: nothing else.</summary>
    public ReportAction? Action { get; init; }

    /// <summary>What is kept of it and shown.</summary>
    public string Text
    {
        get
        {
            string text = Reply ?? Reason ?? "";
            return text.Length > RemoteReply.MaxText ? text[..RemoteReply.MaxText] : text;
        }
    }

    public static RecipientEnd From(RecipientResult result, bool isReportedByServer) =>
        new(result.Recipient, result.Kind, result.StatusCode, result.Reply?.ToString(), result.Reason) { IsReportedByServer = isReportedByServer };
}

/// <summary>What became of the recipients of a message in an attempt, or in a part of one.</summary>
internal sealed record ItemOutcome
{
    /// <summary>The message as it was before.</summary>
    public required QueueItem Item { get; init; }

    /// <summary>Its recipients that came to something.</summary>
    public required IReadOnlyList<RecipientEnd> Ends { get; init; }

    /// <summary>The server; null: none was asked.</summary>
    public string? Host { get; init; }

    /// <summary>Its address.</summary>
    public string? Address { get; init; }

    /// <summary>Whether the attempt is over; else more transactions follow at once.</summary>
    public bool IsLast { get; init; } = true;

    /// <summary>Whether the server seems to want no more than that we come again.</summary>
    public bool IsGreylisted { get; init; }

    /// <summary>Mail for mailboxes here that belongs to it; null: none.</summary>
    public PlannedMail? Mail { get; init; }

    /// <summary>Whether it was delivered here.</summary>
    public bool IsLocal { get; init; }
}

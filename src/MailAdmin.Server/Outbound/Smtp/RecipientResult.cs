using MailAdmin.Contracts;

namespace MailAdmin.Server.Outbound.Smtp;

/// <summary>How a transaction ended for a recipient.</summary>
internal enum ResultKind
{
    /// <summary>The server has taken the message for it.</summary>
    Accepted,

    /// <summary>Not now.</summary>
    Temporary,

    /// <summary>Never.</summary>
    Permanent,
}

/// <summary>How a transaction ended for a recipient.</summary>
/// <param name="Recipient">The recipient.</param>
/// <param name="Kind">The end.</param>
/// <param name="StatusCode">The enhanced status code. RFC 3463</param>
/// <param name="Reply">What the server said; null: it was not asked, or said nothing.</param>
/// <param name="Reason">In words why, when the server said nothing; null: the reply says it.</param>
internal sealed record RecipientResult(QueueRecipient Recipient, ResultKind Kind, string StatusCode, RemoteReply? Reply, string? Reason)
{
    /// <summary>Whether the server takes more in another transaction. RFC 5321 §4.5.3.1.10</summary>
    public bool IsTooMany { get; init; }

    /// <summary>Whether it looks like greylisting: the recipient itself was put off. RFC 6647 §2</summary>
    public bool IsGreylisted { get; init; }

    public static RecipientResult From(QueueRecipient recipient, RemoteReply reply, string fallback) => new(
        recipient, reply.IsPositive ? ResultKind.Accepted : reply.IsPermanent ? ResultKind.Permanent : ResultKind.Temporary, reply.StatusOr(fallback), reply, null);

    public static RecipientResult From(QueueRecipient recipient, SmtpFailure failure) =>
        new(recipient, failure.IsPermanent ? ResultKind.Permanent : ResultKind.Temporary, failure.StatusCode, failure.Reply, failure.Message);

    public static RecipientResult Refused(QueueRecipient recipient, string statusCode, string reason) =>
        new(recipient, ResultKind.Permanent, statusCode, null, reason);
}

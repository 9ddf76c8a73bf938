using MailAdmin.Contracts;
using MailAdmin.Dns;
using MailAdmin.Server.Outbound.Smtp;
using MailAdmin.Server.Reports;

namespace MailAdmin.Server.Outbound;

/// <summary>Why a message could not be offered to its next hop.</summary>
/// <param name="StatusCode">The enhanced status code. RFC 3463</param>
/// <param name="Reason">The reason in English.</param>
internal sealed record HopFailure(string StatusCode, string Reason)
{
    /// <summary>The host that was tried last, or null when none was.</summary>
    public string? Host { get; init; }

    /// <summary>The address of that host.</summary>
    public string? Address { get; init; }

    /// <summary>The reply of that host, or null when it gave none.</summary>
    public string? Reply { get; init; }

    /// <summary>Whether other messages would fail too, not only this one with its own requirements.</summary>
    public bool ConcernsAll { get; init; }

    public bool IsPermanent => StatusCode.StartsWith('5');

    public static HopFailure From(RouteFailure failure) =>
        new(failure.StatusCode, failure.Reason) { ConcernsAll = true };

    public static HopFailure From(SmtpFailure failure, SessionTarget target) => new(failure.StatusCode, failure.Message)
    {
        Host = target.Host,
        Address = target.Address.ToString(),
        Reply = failure.Reply?.ToString(),
        ConcernsAll = failure.Kind != SmtpFailureKind.RequireTls,
    };

    /// <summary>The result that this failure means for a recipient.</summary>
    public RecipientResult ToResult(QueueRecipient recipient) => new()
    {
        Recipient = recipient,
        Action = IsPermanent ? DeliveryAction.Failed : DeliveryAction.Delayed,
        Status = StatusCode,
        Reply = Reply,
        Reason = Reason,
    };
}

using System.Net;

namespace MailAdmin.Contracts;

/// <summary>The other side of an SMTP session, as far as routing asks.</summary>
/// <param name="RemoteAddress">Its IP address.</param>
/// <param name="Account">The account that is logged on; null: none.</param>
/// <param name="IsSubmission">Whether it came to a submission port.</param>
public sealed record SmtpPeer(IPAddress RemoteAddress, AccountRecord? Account, bool IsSubmission);

/// <summary>An address of another domain that gets a copy.</summary>
/// <param name="Address">The address.</param>
/// <param name="ForwardedBy">
/// The local address that leads there (an account, alias or group); null: it is the recipient itself.
/// </param>
/// <param name="ErrorsTo">
/// Who hears of failures in place of the sender: the owner of a group; null: the sender, by a rewritten address.
/// </param>
public sealed record OutsideTarget(EmailAddress Address, EmailAddress? ForwardedBy, EmailAddress? ErrorsTo = null);

/// <summary>What becomes of a recipient: a refusal, or who gets the message.</summary>
/// <param name="Refusal">Why not; null: accepted.</param>
/// <param name="Accounts">
/// The local accounts, after aliases, groups, catch-all, plus addresses and forwards, each once.
/// </param>
/// <param name="Outside">The addresses of other domains, each once.</param>
public sealed record Route(MailError? Refusal, IReadOnlyList<AccountId> Accounts, IReadOnlyList<OutsideTarget> Outside);

/// <summary>A recipient that was accepted.</summary>
/// <param name="Address">As it was given.</param>
/// <param name="Route">Where it goes.</param>
/// <param name="Notify">NOTIFY. RFC 3461 §4.1</param>
/// <param name="OriginalRecipient">
/// ORCPT, decoded: address type, semicolon, address; null: not given. RFC 3461 §4.2
/// </param>
public sealed record EnvelopeRecipient(
    EmailAddress Address, Route Route, DsnNotify Notify = DsnNotify.NotGiven, string? OriginalRecipient = null);

/// <summary>Who sends what to whom. RFC 5321 §2.3.1</summary>
public sealed record MailEnvelope
{
    /// <summary>The sender; null is the null reverse-path.</summary>
    public required EmailAddress? ReversePath { get; init; }

    /// <summary>The recipients.</summary>
    public required IReadOnlyList<EnvelopeRecipient> Recipients { get; init; }

    /// <summary>The parameters of MAIL.</summary>
    public MessageOptions Options { get; init; } = MessageOptions.None;

    /// <summary>The other side.</summary>
    public required SmtpPeer Peer { get; init; }

    /// <summary>The session, for traces.</summary>
    public long SessionId { get; init; }

    /// <summary>The Message-ID field, without angle brackets; null: none.</summary>
    public string? MessageId { get; init; }

    /// <summary>The subject; null: none.</summary>
    public string? Subject { get; init; }
}

/// <summary>Decides for SMTP who may send and where mail goes, and takes it.</summary>
public interface IMailRouter
{
    /// <summary>Whether a peer may send to other domains: it is logged on, or in a RelayNetwork of the store.</summary>
    ValueTask<bool> MayRelayAsync(SmtpPeer peer, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the peer may use a sender, of the envelope or of a From or Sender field; null: yes. SenderNotAllowed,
    /// AccountDisabled.
    /// </summary>
    ValueTask<MailError?> CheckSenderAsync(EmailAddress? sender, SmtpPeer peer, CancellationToken cancellationToken);

    /// <summary>What is done with mail that nobody logged on for and that claims a sender of this store.</summary>
    ValueTask<MailSpoofedSender> GetSpoofedSenderAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Whether an address is of this store: of one of its domains, an alias domain, or its host name.
    /// </summary>
    ValueTask<bool> IsOwnAsync(EmailAddress address, CancellationToken cancellationToken);

    /// <summary>Finds where a recipient's mail goes.</summary>
    /// <param name="recipient">The recipient.</param>
    /// <param name="reversePath">The sender; null is the null reverse-path.</param>
    /// <param name="peer">The other side.</param>
    /// <param name="declaredSize">The octets that MAIL announced (RFC 1870); null: none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// Refusals: RecipientNotFound, DomainDisabled, AccountDisabled, RelayDenied, OverQuota, MessageLargerThanQuota,
    /// MessageTooLarge, RoutingLoop, PostingNotAllowed, SendLimitExceeded.
    /// </returns>
    ValueTask<Route> ResolveAsync(
        EmailAddress recipient,
        EmailAddress? reversePath,
        SmtpPeer peer,
        long? declaredSize,
        CancellationToken cancellationToken);

    /// <summary>Takes a message for every recipient or for none; it is synced when the task completes.</summary>
    /// <exception cref="MailException">
    /// OverQuota, MessageLargerThanQuota, SendLimitExceeded, DiskFull, StoreFailed, StoreUnavailable …
    /// </exception>
    Task DeliverAsync(MailEnvelope envelope, NewMessage message, CancellationToken cancellationToken);
}

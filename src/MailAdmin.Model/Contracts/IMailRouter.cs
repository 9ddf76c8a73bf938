using System.Net;

namespace MailAdmin.Contracts;

/// <summary>The other side of an SMTP session, as far as routing asks.</summary>
/// <param name="RemoteAddress">Its IP address.</param>
/// <param name="Account">The account that is logged on; null: none.</param>
/// <param name="IsSubmission">Whether it came to a submission port.</param>
public sealed record SmtpPeer(IPAddress RemoteAddress, AccountRecord? Account, bool IsSubmission);

/// <summary>What becomes of a recipient: a refusal, or the accounts that get the message.</summary>
/// <param name="Refusal">Why not; null: accepted.</param>
/// <param name="Accounts">The local accounts, after aliases, catch-all, plus addresses and forwards, each once.</param>
public sealed record Route(MailError? Refusal, IReadOnlyList<AccountId> Accounts);

/// <summary>Who sends what to whom. RFC 5321 §2.3.1</summary>
/// <param name="ReversePath">The sender; null is the null reverse-path.</param>
/// <param name="Recipients">The recipients as they were given.</param>
/// <param name="Routes">Where each goes, in the same order.</param>
/// <param name="Peer">The other side.</param>
/// <param name="SessionId">The session, for traces.</param>
public sealed record MailEnvelope(EmailAddress? ReversePath, IReadOnlyList<EmailAddress> Recipients, IReadOnlyList<Route> Routes, SmtpPeer Peer, long SessionId);

/// <summary>Decides for SMTP who may send and where mail goes, and takes it.</summary>
public interface IMailRouter
{
    /// <summary>Whether the peer may use a reverse-path; null: yes. SenderNotAllowed, AccountDisabled.</summary>
    ValueTask<MailError?> CheckSenderAsync(EmailAddress? reversePath, SmtpPeer peer, CancellationToken cancellationToken);

    /// <summary>Finds where a recipient's mail goes.</summary>
    /// <param name="recipient">The recipient.</param>
    /// <param name="peer">The other side.</param>
    /// <param name="declaredSize">The octets that MAIL announced (RFC 1870); null: none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Refusals: RecipientNotFound, DomainDisabled, AccountDisabled, RelayDenied, OverQuota, MessageLargerThanQuota, MessageTooLarge, RoutingLoop, StoreUnavailable (it is forwarded to where nothing can be sent now).</returns>
    ValueTask<Route> ResolveAsync(EmailAddress recipient, SmtpPeer peer, long? declaredSize, CancellationToken cancellationToken);

    /// <summary>Takes a message for every recipient or for none; it is synced when the task completes.</summary>
    /// <exception cref="MailException">OverQuota, MessageLargerThanQuota, DiskFull, StoreFailed, StoreUnavailable …</exception>
    Task DeliverAsync(MailEnvelope envelope, NewMessage message, CancellationToken cancellationToken);
}

using MailAdmin.Contracts;

namespace MailAdmin.Server.Routing;

/// <summary>
/// Decides which senders may be used: an account submits with its own addresses only (RFC 6409 §6.1), a host of a relay
/// network and other servers with any.
/// </summary>
internal sealed class SenderPolicy(IDirectory directory, AddressOwnership ownership, RelayNetworks networks)
{
    /// <summary>Returns the reason why a sender may not be used, or null when it may.</summary>
    public async ValueTask<MailError?> CheckAsync(
        EmailAddress? sender, SmtpPeer peer, CancellationToken cancellationToken)
    {
        if (!peer.IsSubmission)
        {
            return null;
        }

        if (peer.Account is null)
        {
            bool trusted = await networks.ContainAsync(peer.RemoteAddress, cancellationToken);
            return trusted ? null : MailError.SenderNotAllowed;
        }

        // The account may have changed since it logged on.
        AccountRecord? account = await directory.Accounts.FindAsync(peer.Account.Id, cancellationToken);
        if (account is not { Enabled: true })
        {
            return MailError.AccountDisabled;
        }

        if (account.ReceiveOnly)
        {
            return MailError.SenderNotAllowed;
        }

        // The null reverse-path is for notifications that must not be answered (RFC 8098 §3); it is nobody's address.
        bool allowed = sender is null || await ownership.BelongsToAsync(sender, account, cancellationToken);
        return allowed ? null : MailError.SenderNotAllowed;
    }
}

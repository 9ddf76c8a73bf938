using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>STARTTLS: encrypts the connection. RFC 9051 §6.2.1, RFC 2595 §3</summary>
internal static class StartTlsCommand
{
    public static ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        if (!session.Context.Transport.OffersTls)
        {
            return ValueTask.FromResult(ImapStatus.Bad("TLS is not offered, or in use already"));
        }

        session.StartTlsAfterAnswer();
        return ValueTask.FromResult(ImapStatus.Ok("Begin the TLS handshake"));
    }
}

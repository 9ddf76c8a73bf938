using MailAdmin.Protocols.Smtp.Content;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;
using MimeKit;

namespace MailAdmin.Protocols.Smtp.Delivery;

/// <summary>
/// Whether an account that submits a message may call itself what its From and Sender fields say. RFC 6409 §6.1; RFC 5322
/// §3.6.2 (one From with one or more authors, one Sender). A message without From names nobody and passes.
/// </summary>
internal static class AuthorCheck
{
    /// <summary>The refusal; null: it may.</summary>
    public static async ValueTask<SmtpReply?> CheckAsync(SmtpSession session, HeaderScanner header, CancellationToken cancellationToken)
    {
        if (header.FromCount > 1 || header.SenderCount > 1)
        {
            // Readers differ in which of several they show.
            return SmtpReplies.AuthorUnclear;
        }

        if (header.FromCount == 1 && await CheckFieldAsync(session, header.From, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return header.SenderCount == 1 ? await CheckFieldAsync(session, header.Sender, cancellationToken) : null;
    }

    private static async ValueTask<SmtpReply?> CheckFieldAsync(SmtpSession session, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        if (!InternetAddressList.TryParse(value.ToArray(), out InternetAddressList? list))
        {
            return SmtpReplies.AuthorUnclear;
        }

        bool any = false;
        foreach (MailboxAddress mailbox in list.Mailboxes)
        {
            any = true;
            if (!EmailAddress.TryParse(mailbox.Address, out EmailAddress? author))
            {
                return SmtpReplies.AuthorUnclear;
            }

            if (await session.Context.Router.CheckSenderAsync(author, session.Peer, cancellationToken) is { } error)
            {
                return error == MailError.SenderNotAllowed ? SmtpReplies.AuthorNotAllowed : SmtpErrors.For(error);
            }
        }

        return any ? null : SmtpReplies.AuthorUnclear;
    }
}

using MailAdmin.Protocols.Mime;
using MailAdmin.Protocols.Smtp.Content;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Delivery;

/// <summary>
/// Whether an account that submits a message may call itself what its From and Sender fields say, and its Resent-From
/// and Resent-Sender fields. RFC 6409 §6.1; RFC 5322 §3.6.2 (one From with one or more authors, one Sender), §3.6.6
/// (Resent fields, once for each time). A message without From passes.
/// </summary>
internal static class AuthorCheck
{
    /// <summary>Returns the refusal, or null when the account may.</summary>
    public static async ValueTask<SmtpReply?> CheckAsync(
        SmtpSession session, HeaderScanner header, CancellationToken cancellationToken)
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

        if (header.SenderCount == 1 && await CheckFieldAsync(session, header.Sender, cancellationToken) is { } other)
        {
            return other;
        }

        foreach (ReadOnlyMemory<byte> resent in header.Resent)
        {
            if (await CheckFieldAsync(session, resent, cancellationToken) is { } third)
            {
                return third;
            }
        }

        return null;
    }

    private static async ValueTask<SmtpReply?> CheckFieldAsync(
        SmtpSession session, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        if (!AuthorField.TryRead(value.Span, out List<EmailAddress> authors))
        {
            return SmtpReplies.AuthorUnclear;
        }

        foreach (EmailAddress author in authors)
        {
            if (await session.Context.Router.CheckSenderAsync(author, session.Peer, cancellationToken) is { } error)
            {
                return error == MailError.SenderNotAllowed ? SmtpReplies.AuthorNotAllowed : SmtpErrors.For(error);
            }
        }

        return null;
    }
}

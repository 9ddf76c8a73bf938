using System.Net;
using MailAdmin.Protocols.Mime;
using MailAdmin.Protocols.Smtp.Content;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;

namespace MailAdmin.Protocols.Smtp.Delivery;

/// <summary>
/// Mail that nobody logged on for and that claims a sender of this store: refuses or marks it, as the setting
/// <see cref="MailSpoofedSender"/> says. RFC 5321 §7.1: neither MAIL FROM nor the header proves who sent a message.
/// </summary>
internal static class ClaimedSender
{
    /// <summary>The field that marks it. A client that sends the field itself only marks itself.</summary>
    public const string Field = "X-MailAdmin-Unverified-Sender";

    /// <summary>Returns the refusal of a reverse-path, or null. The null reverse-path claims nobody.</summary>
    public static async ValueTask<SmtpReply?> CheckReversePathAsync(
        SmtpSession session, EmailAddress? reversePath, CancellationToken cancellationToken)
    {
        return await ActionAsync(session, cancellationToken) == MailSpoofedSender.Refuse
            && await IsOwnAsync(session, reversePath, cancellationToken)
            ? SmtpReplies.ClaimedSender
            : null;
    }

    /// <summary>Returns the refusal of a message for its From fields, or null.</summary>
    public static async ValueTask<SmtpReply?> CheckAuthorAsync(
        SmtpSession session, HeaderScanner header, CancellationToken cancellationToken)
    {
        return await ActionAsync(session, cancellationToken) == MailSpoofedSender.Refuse
            && await IsOwnAuthorAsync(session, header, cancellationToken)
            ? SmtpReplies.ClaimedSender
            : null;
    }

    /// <summary>Returns the field that marks a message, with its line end; empty when it needs none.</summary>
    public static async ValueTask<string> MarkAsync(
        SmtpSession session, HeaderScanner header, CancellationToken cancellationToken)
    {
        if (await ActionAsync(session, cancellationToken) != MailSpoofedSender.Mark)
        {
            return "";
        }

        bool isReversePath = await IsOwnAsync(session, session.Transaction!.ReversePath, cancellationToken);
        bool isAuthor = await IsOwnAuthorAsync(session, header, cancellationToken);
        return (isReversePath, isAuthor) switch
        {
            (true, true) => $"{Field}: MAIL FROM, From\r\n",
            (true, false) => $"{Field}: MAIL FROM\r\n",
            (false, true) => $"{Field}: From\r\n",
            _ => "",
        };
    }

    // What comes from this machine does not come from outside.
    private static async ValueTask<MailSpoofedSender> ActionAsync(
        SmtpSession session, CancellationToken cancellationToken) =>
        session.IsSubmission || session.IsTrusted || IPAddress.IsLoopback(session.Context.Transport.Remote.Address)
            ? MailSpoofedSender.Accept
            : await session.Context.Router.GetSpoofedSenderAsync(cancellationToken);

    private static async ValueTask<bool> IsOwnAsync(
        SmtpSession session, EmailAddress? address, CancellationToken cancellationToken) =>
        address is not null && await session.Context.Router.IsOwnAsync(address, cancellationToken);

    // Mail programs show something even of a From that is not one, so that may claim any address.
    private static async ValueTask<bool> IsOwnAuthorAsync(
        SmtpSession session, HeaderScanner header, CancellationToken cancellationToken)
    {
        if (header.FromCount == 0)
        {
            return false;
        }

        if (header.FromCount > 1 || !AuthorField.TryRead(header.From.Span, out List<EmailAddress> authors))
        {
            return true;
        }

        foreach (EmailAddress author in authors)
        {
            if (await session.Context.Router.IsOwnAsync(author, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }
}

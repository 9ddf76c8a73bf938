using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Sasl;

/// <summary>PLAIN: <c>[authzid] NUL authcid NUL passwd</c> in one message. RFC 4616 §2</summary>
internal sealed class PlainExchange(SessionContext context) : SaslExchange(context, "PLAIN")
{
    public override async ValueTask<SaslStep> StepAsync(
        ReadOnlyMemory<byte> response, CancellationToken cancellationToken)
    {
        if (!TryRead(response.Span, out string userName, out string password, out bool isOwn))
        {
            return SaslStep.Malformed;
        }

        if (!isOwn)
        {
            return SaslStep.NotAuthorized;
        }

        return SaslStep.From(await Context.Authenticator.LogOnAsync(AttemptAs(userName), password, cancellationToken));
    }

    private static bool TryRead(
        ReadOnlySpan<byte> message, out string userName, out string password, out bool isOwn)
    {
        userName = password = "";
        isOwn = false;
        int first = message.IndexOf((byte)0);
        int second = first < 0 ? -1 : message[(first + 1)..].IndexOf((byte)0);
        if (second < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> secret = message[(first + second + 2)..];
        bool isRead = !secret.IsEmpty
            && !secret.Contains((byte)0)
            && TryReadUserName(message.Slice(first + 1, second), out userName)
            && TryReadText(secret, out password);
        isOwn = isRead && IsOwnIdentity(message[..first], userName);
        return isRead;
    }
}

using System.Text;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Sasl;

/// <summary>The server's side of one exchange of a mechanism. RFC 4422 §5</summary>
internal abstract class SaslExchange(SessionContext context, string mechanism)
{
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The session that authenticates.</summary>
    protected SessionContext Context => context;

    /// <summary>Goes on with what the client sent, BASE64 decoded.</summary>
    public abstract ValueTask<SaslStep> StepAsync(ReadOnlyMemory<byte> response, CancellationToken cancellationToken);

    /// <summary>The attempt to log on as a user.</summary>
    protected LogonAttempt AttemptAs(string userName) =>
        new(userName, context.Protocol, context.Transport.Remote.Address, mechanism);

    /// <summary>Reads text; false when it is not UTF-8, is empty, or has what SASLprep forbids (RFC 4013).</summary>
    protected static bool TryReadUserName(ReadOnlySpan<byte> bytes, out string userName)
    {
        userName = "";
        if (!TryReadText(bytes, out string text) || !SaslPrep.TryPrepare(text, out string? prepared))
        {
            return false;
        }

        userName = prepared;
        return true;
    }

    /// <summary>Reads text; false when it is not UTF-8.</summary>
    protected static bool TryReadText(ReadOnlySpan<byte> bytes, out string text)
    {
        text = "";
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return false;
        }

        text = StrictUtf8.GetString(bytes);
        return true;
    }

    /// <summary>Whether an authorization identity is the user's own account. RFC 4422 §3.4.1</summary>
    protected static bool IsOwnIdentity(ReadOnlySpan<byte> authorization, string userName) =>
        authorization.IsEmpty || (TryReadUserName(authorization, out string identity)
            && (identity == userName
                || (EmailAddress.TryParse(identity, out EmailAddress? asked)
                    && EmailAddress.TryParse(userName, out EmailAddress? own)
                    && asked == own)));
}

using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Sasl;

/// <summary>
/// LOGIN: user name, then password. draft-murchison-sasl-login-00; obsolete, but all that Outlook speaks.
/// </summary>
internal sealed class LoginExchange(SessionContext context) : SaslExchange(context, "LOGIN")
{
    private static readonly byte[] AskForPassword = "Password:"u8.ToArray();
    private string? userName;

    /// <summary>The first challenge, when the client has sent no initial response.</summary>
    public static ReadOnlyMemory<byte> AskForUserName { get; } = "Username:"u8.ToArray();

    public override async ValueTask<SaslStep> StepAsync(
        ReadOnlyMemory<byte> response, CancellationToken cancellationToken)
    {
        if (userName is null)
        {
            return TryReadUserName(response.Span, out userName) ? SaslStep.Ask(AskForPassword) : SaslStep.Malformed;
        }

        if (!TryReadText(response.Span, out string password))
        {
            return SaslStep.Malformed;
        }

        return SaslStep.From(await Context.Authenticator.LogOnAsync(AttemptAs(userName), password, cancellationToken));
    }
}

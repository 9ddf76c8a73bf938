using MailAdmin.Contracts;
using MailAdmin.Protocols.Pop3.Session;
using MailAdmin.Protocols.Pop3.Syntax;

namespace MailAdmin.Protocols.Pop3.Commands;

/// <summary>PASS: gives the password, which may have spaces in it, and opens the maildrop.</summary>
/// <remarks>RFC 1939 §7.</remarks>
internal static class PassCommand
{
    public static async ValueTask<Pop3Reply> ExecuteAsync(
        Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        if (!new Pop3Arguments(arguments.Span).TryReadText(out string password))
        {
            return Pop3Replies.BadArguments;
        }

        LogonAttempt attempt =
            new(session.UserName, session.Context.Protocol, session.Context.Transport.Remote.Address, "USER");
        LogonOutcome outcome = await session.Context.Authenticator.LogOnAsync(attempt, password, cancellationToken);
        return outcome.Account is { } account
            ? await session.OpenMaildropAsync(account, attempt.Mechanism, cancellationToken)
            : await session.RefuseLogonAsync(
                outcome.Refusal ?? MailError.LogonFailed, attempt.Mechanism, cancellationToken);
    }
}

using MailAdmin.Contracts;
using MailAdmin.Protocols.Pop3.Session;
using MailAdmin.Protocols.Pop3.Syntax;

namespace MailAdmin.Protocols.Pop3.Commands;

/// <summary>USER: names the account; the reply does not disclose whether it exists.</summary>
/// <remarks>RFC 1939 §7, §13.</remarks>
internal static class UserCommand
{
    public static ValueTask<Pop3Reply> ExecuteAsync(
        Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        if (!new Pop3Arguments(arguments.Span).TryReadText(out string text)
            || !SaslPrep.TryPrepare(text, out string? userName))
        {
            return ValueTask.FromResult(Pop3Replies.BadArguments);
        }

        session.UserName = userName;
        return ValueTask.FromResult(Pop3Replies.SendPassword);
    }
}

using MailAdmin.Protocols.Pop3.Session;
using MailAdmin.Protocols.Pop3.Syntax;

namespace MailAdmin.Protocols.Pop3.Commands;

/// <summary>DELE: marks a message, which QUIT deletes.</summary>
/// <remarks>RFC 1939 §5.</remarks>
internal static class DeleCommand
{
    public static ValueTask<Pop3Reply> ExecuteAsync(
        Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        Pop3Arguments reader = new(arguments.Span);
        if (!reader.TryReadNumber(1, out int number) || !reader.AtEnd)
        {
            return ValueTask.FromResult(Pop3Replies.BadArguments);
        }

        if (!session.Maildrop!.TryGet(number, out _))
        {
            return ValueTask.FromResult(Pop3Replies.NoSuchMessage);
        }

        session.Maildrop.Delete(number);
        return ValueTask.FromResult(Pop3Replies.MessageDeleted);
    }
}

using MailAdmin.Contracts;
using MailAdmin.Protocols.Pop3.Session;
using MailAdmin.Protocols.Pop3.Syntax;

namespace MailAdmin.Protocols.Pop3.Commands;

/// <summary>
/// UIDL: the unique ids of all messages, or of one: UIDVALIDITY and UID, so they last and are those of IMAP.
/// </summary>
/// <remarks>RFC 1939 §7 (1 to 70 characters).</remarks>
internal static class UidlCommand
{
    public static ValueTask<Pop3Reply> ExecuteAsync(
        Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        Pop3Maildrop maildrop = session.Maildrop!;
        Pop3Arguments reader = new(arguments.Span);
        if (reader.AtEnd)
        {
            return ValueTask.FromResult(
                Pop3Reply.Lines("Unique ids", (writer, token) => WriteAsync(maildrop, writer, token)));
        }

        if (!reader.TryReadNumber(1, out int number) || !reader.AtEnd)
        {
            return ValueTask.FromResult(Pop3Replies.BadArguments);
        }

        return ValueTask.FromResult(maildrop.TryGet(number, out MessageInfo message)
            ? Pop3Reply.Ok($"{number} {maildrop.UidValidity}.{message.Uid}")
            : Pop3Replies.NoSuchMessage);
    }

    private static async ValueTask WriteAsync(
        Pop3Maildrop maildrop, Pop3Writer writer, CancellationToken cancellationToken)
    {
        for (int number = 1; number <= maildrop.Count; number++)
        {
            if (maildrop.TryGet(number, out MessageInfo message))
            {
                await writer.WriteUniqueIdAsync(number, maildrop.UidValidity, message.Uid, cancellationToken);
            }
        }

        writer.Write(".\r\n"u8);
    }
}

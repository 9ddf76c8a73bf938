using MailAdmin.Contracts;
using MailAdmin.Protocols.Pop3.Session;
using MailAdmin.Protocols.Pop3.Syntax;

namespace MailAdmin.Protocols.Pop3.Commands;

/// <summary>LIST: the sizes of all messages, or of one.</summary>
/// <remarks>RFC 1939 §5, §11 (exact sizes).</remarks>
internal static class ListCommand
{
    public static ValueTask<Pop3Reply> ExecuteAsync(
        Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        Pop3Maildrop maildrop = session.Maildrop!;
        Pop3Arguments reader = new(arguments.Span);
        if (reader.AtEnd)
        {
            return ValueTask.FromResult(
                Pop3Reply.Lines(
                    $"{maildrop.LeftCount} messages ({maildrop.LeftSize} bytes)",
                    (writer, token) => WriteAsync(maildrop, writer, token)));
        }

        if (!reader.TryReadNumber(1, out int number) || !reader.AtEnd)
        {
            return ValueTask.FromResult(Pop3Replies.BadArguments);
        }

        return ValueTask.FromResult(
            maildrop.TryGet(number, out MessageInfo message)
                ? Pop3Reply.Ok($"{number} {message.Size}")
                : Pop3Replies.NoSuchMessage);
    }

    private static async ValueTask WriteAsync(
        Pop3Maildrop maildrop, Pop3Writer writer, CancellationToken cancellationToken)
    {
        for (int number = 1; number <= maildrop.Count; number++)
        {
            if (maildrop.TryGet(number, out MessageInfo message))
            {
                await writer.WriteNumbersAsync(number, message.Size, cancellationToken);
            }
        }

        writer.Write(".\r\n"u8);
    }
}

using MailAdmin.Contracts;
using MailAdmin.Protocols.Pop3.Session;
using MailAdmin.Protocols.Pop3.Syntax;

namespace MailAdmin.Protocols.Pop3.Commands;

/// <summary>TOP: the header of a message and the first lines of its body.</summary>
/// <remarks>RFC 1939 §7.</remarks>
internal static class TopCommand
{
    public static async ValueTask<Pop3Reply> ExecuteAsync(
        Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        if (!TryRead(arguments.Span, out int number, out int lines))
        {
            return Pop3Replies.BadArguments;
        }

        Pop3Maildrop maildrop = session.Maildrop!;
        if (!maildrop.TryGet(number, out MessageInfo message))
        {
            return Pop3Replies.NoSuchMessage;
        }

        MessageContent content =
            await session.Context.Mailboxes.OpenMessageAsync(maildrop.Mailbox, message.Uid, cancellationToken);
        return Pop3Reply.Lines("The top of it", async (writer, token) =>
        {
            using (content)
            {
                await writer.WriteMessageAsync(content, lines, token);
            }
        });
    }

    private static bool TryRead(ReadOnlySpan<byte> text, out int number, out int lines)
    {
        Pop3Arguments reader = new(text);
        lines = 0;
        return reader.TryReadNumber(1, out number) && reader.TryReadNumber(0, out lines) && reader.AtEnd;
    }
}

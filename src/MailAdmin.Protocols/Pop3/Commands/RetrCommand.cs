using MailAdmin.Contracts;
using MailAdmin.Protocols.Pop3.Session;
using MailAdmin.Protocols.Pop3.Syntax;

namespace MailAdmin.Protocols.Pop3.Commands;

/// <summary>RETR: a whole message.</summary>
/// <remarks>RFC 1939 §5.</remarks>
internal static class RetrCommand
{
    public static async ValueTask<Pop3Reply> ExecuteAsync(
        Pop3Session session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        if (!TryRead(arguments.Span, out int number))
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
        maildrop.RecordRetrieved(number);
        session.Trace.RecordRetrieved(maildrop.Mailbox, Pop3Maildrop.Folder, message.Uid);
        return Pop3Reply.Lines($"{content.Length} bytes", async (writer, token) =>
        {
            using (content)
            {
                await writer.WriteMessageAsync(content, null, token);
            }
        });
    }

    private static bool TryRead(ReadOnlySpan<byte> text, out int number)
    {
        Pop3Arguments reader = new(text);
        return reader.TryReadNumber(1, out number) && reader.AtEnd;
    }
}

using System.IO.Pipelines;
using MailAdmin.Contracts;
using MailAdmin.Protocols.Smtp.Content;
using MailAdmin.Protocols.Smtp.Delivery;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Smtp.Commands;

/// <summary>DATA: the message, with dots doubled, up to CRLF "." CRLF.</summary>
/// <remarks>RFC 5321 §4.1.1.4, §4.5.2 (transparency), §3.3 (no valid recipients).</remarks>
internal static class DataCommand
{
    public static async ValueTask<SmtpReply> ExecuteAsync(
        SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        if (session.Transaction!.Recipients.Count == 0)
        {
            return SmtpReplies.NoRecipients;
        }

        // The end of the data could be anywhere in it. RFC 3030 §3
        if (session.Transaction.Options.Body == BodyType.BinaryMime)
        {
            return SmtpReplies.DataAfterBinaryMime;
        }

        session.Write(SmtpReplies.StartMailInput);
        try
        {
            await using MessageReceiver receiver = await SmtpDelivery.BeginAsync(session, cancellationToken);
            await ReceiveAsync(session, receiver, cancellationToken);
            return await SmtpDelivery.FinishAsync(session, receiver, cancellationToken);
        }
        finally
        {
            await session.ResetTransactionAsync();
        }
    }

    private static async ValueTask ReceiveAsync(
        SmtpSession session, MessageReceiver receiver, CancellationToken cancellationToken)
    {
        DataScanner scanner = new();
        TransferCredit credit = new(session.Limits.TransferTimeout, session.Limits.MinTransferRate);
        bool ended = false;
        while (!ended)
        {
            ReadResult result = await session.Context.Transport.ReadTransferAsync(
                credit, session.Limits.TransferTimeout, cancellationToken);
            if (result.Buffer.IsEmpty && result.IsCompleted)
            {
                throw new EndOfStreamException("The client left within the message.");
            }

            long consumed = 0;
            foreach (ReadOnlyMemory<byte> segment in result.Buffer)
            {
                int position = 0;
                while (!ended && position < segment.Length)
                {
                    ended = scanner.Read(segment[position..], out ReadOnlyMemory<byte> content, out int count);
                    position += count;
                    await receiver.WriteAsync(content, cancellationToken);
                }

                consumed += position;
            }

            SequencePosition next = result.Buffer.GetPosition(consumed);
            session.Context.Transport.AdvanceTo(next, next);
        }
    }
}

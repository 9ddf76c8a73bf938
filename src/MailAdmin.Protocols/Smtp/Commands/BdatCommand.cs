using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using MailAdmin.Protocols.Smtp.Content;
using MailAdmin.Protocols.Smtp.Delivery;
using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Smtp.Syntax;
using MailAdmin.Protocols.Transport;

namespace MailAdmin.Protocols.Smtp.Commands;

/// <summary>BDAT: a chunk of the message, of a given size; LAST marks the last one.</summary>
/// <remarks>
/// RFC 3030 §2. The bytes follow the command without waiting, so they are read whatever the answer is (§2, §4.1). A
/// refused chunk ends the transaction, and the chunks after it are out of sequence.
/// </remarks>
internal static class BdatCommand
{
    public static async ValueTask<SmtpReply> ExecuteAsync(
        SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        if (!TryRead(arguments.Span, out long size, out bool isLast))
        {
            return SmtpReplies.BadChunkSize;
        }

        SmtpTransaction transaction = session.Transaction!;
        if (transaction.Recipients.Count == 0)
        {
            await ReceiveAsync(session, null, size, cancellationToken);
            return SmtpReplies.NoRecipients;
        }

        bool continues = false;
        try
        {
            transaction.Receiver ??= await SmtpDelivery.BeginAsync(session, cancellationToken);
            await ReceiveAsync(session, transaction.Receiver, size, cancellationToken);
            if (isLast)
            {
                return await SmtpDelivery.FinishAsync(session, transaction.Receiver, cancellationToken);
            }

            continues = transaction.Receiver.Refusal is null;
            return transaction.Receiver.Refusal ?? new SmtpReply(
                250, "2.0.0", string.Create(CultureInfo.InvariantCulture, $"{size} bytes received"));
        }
        finally
        {
            if (continues)
            {
                session.EnterChunks();
            }
            else
            {
                await session.ResetTransactionAsync();
            }
        }
    }

    /// <summary>Reads the bytes of a chunk that is refused for another reason.</summary>
    public static async ValueTask<SmtpReply> RefuseAsync(
        SmtpSession session, ReadOnlyMemory<byte> arguments, SmtpReply refusal, CancellationToken cancellationToken)
    {
        if (!TryRead(arguments.Span, out long size, out _))
        {
            return SmtpReplies.BadChunkSize;
        }

        await ReceiveAsync(session, null, size, cancellationToken);
        return refusal;
    }

    // bdat-cmd = "BDAT" SP chunk-size [ SP end-marker ] CR LF
    private static bool TryRead(ReadOnlySpan<byte> text, out long size, out bool isLast)
    {
        SmtpArguments arguments = new(text);
        isLast = false;
        if (!arguments.TryReadNumber(out size))
        {
            return false;
        }

        if (arguments.AtEnd)
        {
            return true;
        }

        isLast = arguments.TryReadSpace() && arguments.TryReadWord(
            out ReadOnlySpan<byte> word) && Ascii.EqualsIgnoreCase(word, "LAST");
        return isLast && arguments.AtEnd;
    }

    private static async ValueTask ReceiveAsync(
        SmtpSession session, MessageReceiver? receiver, long left, CancellationToken cancellationToken)
    {
        TransferCredit credit = session.Transaction?.ChunkCredit
            ?? new TransferCredit(session.Limits.TransferTimeout, session.Limits.MinTransferRate);
        if (session.Transaction is { } transaction)
        {
            transaction.ChunkCredit = credit;
        }

        while (left > 0)
        {
            ReadResult result = await session.Context.Transport.ReadTransferAsync(
                credit, session.Limits.TransferTimeout, cancellationToken);
            if (result.Buffer.IsEmpty && result.IsCompleted)
            {
                throw new EndOfStreamException("The client left within a chunk.");
            }

            ReadOnlySequence<byte> piece = result.Buffer.Slice(0, Math.Min(left, result.Buffer.Length));
            foreach (ReadOnlyMemory<byte> segment in piece)
            {
                if (receiver is not null)
                {
                    await receiver.WriteAsync(segment, cancellationToken);
                }
            }

            left -= piece.Length;
            session.Context.Transport.AdvanceTo(piece.End, piece.End);
        }
    }
}

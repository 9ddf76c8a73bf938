using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Contents;

internal sealed class ReadContentHandler(FolderLookup folders) : IStreamHandler<ReadContent, ContentPiece>
{
    private const int PieceLength = 64 << 10;

    public async IAsyncEnumerable<ContentPiece> HandleAsync(
        ReadContent request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MailboxInfo folder = await folders.FindAsync(
            request.Account, request.Folder, request.UidValidity, cancellationToken);
        foreach (long uid in request.Uid)
        {
            (MessageContent? message, bool isDamaged) = await OpenAsync(folder.Id, uid, cancellationToken);
            using (message)
            {
                if (isDamaged)
                {
                    yield return new ContentPiece(uid, default, IsLast: true, IsDamaged: true);
                }

                for (long offset = 0; message is not null && offset < message.Length;)
                {
                    ContentPiece piece = await ReadAsync(message, uid, offset, cancellationToken);
                    yield return piece;
                    if (piece.IsLast)
                    {
                        break;
                    }

                    offset += piece.Bytes.Length;
                }
            }
        }
    }

    private async ValueTask<(MessageContent? Message, bool IsDamaged)> OpenAsync(
        MailboxId folder, long uid, CancellationToken cancellationToken)
    {
        try
        {
            return (await folders.Mailboxes.OpenMessageAsync(folder, new Uid((uint)uid), cancellationToken), false);
        }
        catch (MailException gone) when (gone.Error is MailError.MessageNotFound)
        {
            return (null, false);
        }
        catch (MailException damaged) when (damaged.Error is MailError.StoreFailed)
        {
            return (null, true);
        }
    }

    private static async ValueTask<ContentPiece> ReadAsync(
        MessageContent message, long uid, long offset, CancellationToken cancellationToken)
    {
        try
        {
            byte[] bytes = new byte[Math.Min(PieceLength, message.Length - offset)];
            int count = await message.ReadAsync(offset, bytes, cancellationToken);
            return new ContentPiece(
                uid, bytes.AsMemory(0, count), offset + count >= message.Length, IsDamaged: count < bytes.Length);
        }
        catch (MailException damaged) when (damaged.Error is MailError.StoreFailed)
        {
            return new ContentPiece(uid, default, IsLast: true, IsDamaged: true);
        }
    }
}

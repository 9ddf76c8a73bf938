using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Contents;

internal sealed class FindContentHashesHandler(FolderLookup folders) : IStreamHandler<FindContentHashes, ContentHash>
{
    private const int PieceLength = 64 << 10;

    public async IAsyncEnumerable<ContentHash> HandleAsync(
        FindContentHashes request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AccountId account = await folders.AccountAsync(request.Account, cancellationToken);
        if (await folders.Mailboxes.FindAsync(account, request.Folder, cancellationToken) is not { } folder)
        {
            yield break;
        }

        HashSet<long> sizes = [.. request.Size];
        using MailboxSnapshot snapshot =
            await folders.Mailboxes.OpenAsync(folder.Id, observer: null, claimRecent: false, cancellationToken);
        for (int i = 0; i < snapshot.Messages.Length; i++)
        {
            MessageInfo message = snapshot.Messages.Span[i];
            if (sizes.Contains(message.Size)
                && await HashAsync(folder.Id, message.Uid, cancellationToken) is { } hash)
            {
                yield return new ContentHash(message.Uid.Value, message.Size, hash);
            }
        }
    }

    // Null: it is gone or damaged, so nobody can find it there.
    private async ValueTask<string?> HashAsync(MailboxId folder, Uid uid, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            using MessageContent content = await folders.Mailboxes.OpenMessageAsync(folder, uid, cancellationToken);
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (long offset = 0; offset < content.Length;)
            {
                int count = await content.ReadAsync(offset, buffer, cancellationToken);
                if (count == 0)
                {
                    return null;
                }

                hash.AppendData(buffer.AsSpan(0, count));
                offset += count;
            }

            return Convert.ToHexString(hash.GetHashAndReset());
        }
        catch (MailException unreadable) when (unreadable.Error is MailError.MessageNotFound or MailError.StoreFailed)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

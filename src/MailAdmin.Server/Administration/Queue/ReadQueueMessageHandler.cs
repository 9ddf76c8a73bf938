using System.Runtime.CompilerServices;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Queue;

internal sealed class ReadQueueMessageHandler(IMailQueue queue) : IStreamHandler<ReadQueueMessage, ReadOnlyMemory<byte>>
{
    private const int PieceLength = 64 << 10;

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> HandleAsync(
        ReadQueueMessage request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using MessageContent content = await queue.OpenMessageAsync(request.Id, cancellationToken);
        for (long offset = 0; offset < content.Length;)
        {
            byte[] piece = new byte[Math.Min(PieceLength, content.Length - offset)];
            int count = await content.ReadAsync(offset, piece, cancellationToken);
            if (count == 0)
            {
                yield break;
            }

            offset += count;
            yield return piece.AsMemory(0, count);
        }
    }
}

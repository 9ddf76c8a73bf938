using System.Runtime.CompilerServices;
using MailAdmin.Requests;
using MailAdmin.Server.Control;

namespace MailAdmin.Server.Ownership;

/// <summary>
/// The administration of a store that another process owns. When the owner goes away, whatever it cannot have begun,
/// and whatever only reads, is sent again to the next owner, which may be this process.
/// </summary>
/// <param name="client">The connection to the owner.</param>
/// <param name="reacquire">Leases the store again.</param>
internal sealed class OwnerProxy(ControlClient client, Func<CancellationToken, Task<StoreLease>> reacquire)
    : IMailAdministration
{
    public async Task<TResult> SendAsync<TResult>(
        IRequest<TResult> request, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return await client.CallAsync(request, progress, cancellationToken);
        }
        catch (OwnerLostException lost) when (request is IQuery<TResult> || !lost.MayHaveBegun)
        {
            await using StoreLease next = await reacquire(cancellationToken);
            return await next.Administration.SendAsync(request, progress, cancellationToken);
        }
        catch (OwnerLostException lost)
        {
            throw MailException.Of(MailError.OwnerUnreachable.As("Lost"), lost, ControlRequests.NameOf(request));
        }
    }

    // Once the first object is out, the rest cannot come from another owner: it could name some twice.
    public async IAsyncEnumerable<TItem> StreamAsync<TItem>(
        IStreamRequest<TItem> request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using IAsyncEnumerator<List<TItem>> batches =
            client.StreamAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
        bool isEndless = request is IEndlessRequest<TItem>;
        (List<TItem>? batch, OwnerLostException? lost) = await NextAsync(batches);
        if (lost is not null && !isEndless)
        {
            await using StoreLease next = await reacquire(cancellationToken);
            await foreach (TItem item in next.Administration.StreamAsync(request, cancellationToken))
            {
                yield return item;
            }

            yield break;
        }

        while (batch is not null)
        {
            foreach (TItem item in batch)
            {
                yield return item;
            }

            (batch, lost) = await NextAsync(batches);
        }

        if (lost is not null && !isEndless)
        {
            throw MailException.Of(MailError.OwnerUnreachable.As("ListLost"), lost);
        }
    }

    private static async ValueTask<(List<TItem>? Batch, OwnerLostException? Lost)> NextAsync<TItem>(
        IAsyncEnumerator<List<TItem>> batches)
    {
        try
        {
            return (await batches.MoveNextAsync() ? batches.Current : null, null);
        }
        catch (OwnerLostException lost)
        {
            return (null, lost);
        }
    }
}

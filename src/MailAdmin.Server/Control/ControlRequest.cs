using System.Text.Json;
using MailAdmin.Requests;

namespace MailAdmin.Server.Control;

/// <summary>A kind of request as the owner of a store answers it over the control channel.</summary>
internal abstract class ControlRequest
{
    /// <summary>Whether it goes on until somebody ends it: it does not keep the owner from closing the store.</summary>
    public virtual bool IsEndless => false;

    /// <summary>
    /// Answers a request. Everything up to the first wait happens before it returns: requests stay in order.
    /// </summary>
    public abstract Task ServeAsync(
        IMailAdministration store,
        ReadOnlySpan<byte> content,
        ControlResponse response,
        CancellationToken cancellationToken);
}

/// <summary>A request with one result.</summary>
internal sealed class ControlCall<TRequest, TResult> : ControlRequest
    where TRequest : IRequest<TResult>
{
    public override Task ServeAsync(
        IMailAdministration store,
        ReadOnlySpan<byte> content,
        ControlResponse response,
        CancellationToken cancellationToken)
    {
        TRequest request = JsonSerializer.Deserialize(content, ControlJson.Of<TRequest>())!;
        return AnswerAsync(store.SendAsync(request, response, cancellationToken), response);
    }

    private static async Task AnswerAsync(Task<TResult> call, ControlResponse response) =>
        await response.SendResultAsync(await call);
}

/// <summary>A request with a stream of results, which travel in batches.</summary>
internal sealed class ControlStream<TRequest, TItem> : ControlRequest
    where TRequest : IStreamRequest<TItem>
{
    public override bool IsEndless => typeof(TRequest).IsAssignableTo(typeof(IEndlessRequest<TItem>));

    public override Task ServeAsync(
        IMailAdministration store,
        ReadOnlySpan<byte> content,
        ControlResponse response,
        CancellationToken cancellationToken)
    {
        TRequest request = JsonSerializer.Deserialize(content, ControlJson.Of<TRequest>())!;
        return AnswerAsync(
            store.StreamAsync(request, cancellationToken), request.BatchSize, response, cancellationToken);
    }

    private static async Task AnswerAsync(
        IAsyncEnumerable<TItem> items, int batchSize, ControlResponse response, CancellationToken cancellationToken)
    {
        List<TItem> batch = new(batchSize);
        await foreach (TItem item in items.WithCancellation(cancellationToken))
        {
            batch.Add(item);
            if (batch.Count == batchSize)
            {
                await response.SendItemsAsync(batch, cancellationToken);
                batch.Clear();
            }
        }

        // The last batch, which may be empty, ends the stream.
        await response.SendResultAsync(batch);
    }
}

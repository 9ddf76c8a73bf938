using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MailAdmin.Contracts;

namespace MailAdmin.Server.Control;

/// <summary>A method of <see cref="IMailAdministration"/> on the control channel.</summary>
/// <param name="name">Its name there.</param>
/// <param name="isRead">Whether it changes nothing, so that it may be asked again of another owner.</param>
internal abstract class ControlMethod(string name, bool isRead)
{
    public string Name { get; } = name;

    public bool IsRead { get; } = isRead;

    /// <summary>Whether it goes on until somebody ends it: it does not keep the owner from closing the store.</summary>
    public bool IsEndless { get; init; }

    /// <summary>Makes the call in the owner. Everything up to the first wait happens before it returns: calls stay in order.</summary>
    public abstract Task ServeAsync(
        IMailAdministration store, ReadOnlySpan<byte> arguments, ControlResponse response, CancellationToken cancellationToken);
}

/// <summary>A method with one result.</summary>
internal sealed class ControlCall<TArguments, TResult>(
    string name,
    bool isRead,
    JsonTypeInfo<TArguments> argumentsType,
    JsonTypeInfo<TResult> resultType,
    Func<IMailAdministration, TArguments, IProgress<double>?, CancellationToken, Task<TResult>> invoke) : ControlMethod(name, isRead)
{
    public JsonTypeInfo<TArguments> ArgumentsType { get; } = argumentsType;

    public JsonTypeInfo<TResult> ResultType { get; } = resultType;

    public Task<TResult> InvokeAsync(
        IMailAdministration store, TArguments arguments, IProgress<double>? progress, CancellationToken cancellationToken) =>
        invoke(store, arguments, progress, cancellationToken);

    public override Task ServeAsync(
        IMailAdministration store, ReadOnlySpan<byte> arguments, ControlResponse response, CancellationToken cancellationToken)
    {
        TArguments given = JsonSerializer.Deserialize(arguments, ArgumentsType)!;
        return AnswerAsync(invoke(store, given, response, cancellationToken), response);
    }

    private async Task AnswerAsync(Task<TResult> call, ControlResponse response)
    {
        TResult result = await call;
        await response.SendResultAsync(result, ResultType);
    }
}

/// <summary>A method with a stream of results.</summary>
/// <param name="name">Its name.</param>
/// <param name="argumentsType">How its arguments travel.</param>
/// <param name="batchType">How its results travel.</param>
/// <param name="invoke">Makes the call.</param>
/// <param name="batchSize">
/// How many results travel together: so many that a frame costs little beside its objects, so few that the first come at once.
/// </param>
internal sealed class ControlStream<TArguments, TItem>(
    string name,
    JsonTypeInfo<TArguments> argumentsType,
    JsonTypeInfo<List<TItem>> batchType,
    Func<IMailAdministration, TArguments, CancellationToken, IAsyncEnumerable<TItem>> invoke,
    int batchSize = 200) : ControlMethod(name, isRead: true)
{
    public JsonTypeInfo<TArguments> ArgumentsType { get; } = argumentsType;

    public JsonTypeInfo<List<TItem>> BatchType { get; } = batchType;

    public IAsyncEnumerable<TItem> Invoke(IMailAdministration store, TArguments arguments, CancellationToken cancellationToken) =>
        invoke(store, arguments, cancellationToken);

    public override Task ServeAsync(
        IMailAdministration store, ReadOnlySpan<byte> arguments, ControlResponse response, CancellationToken cancellationToken)
    {
        TArguments given = JsonSerializer.Deserialize(arguments, ArgumentsType)!;
        return AnswerAsync(invoke(store, given, cancellationToken), response, cancellationToken);
    }

    private async Task AnswerAsync(IAsyncEnumerable<TItem> items, ControlResponse response, CancellationToken cancellationToken)
    {
        List<TItem> batch = new(batchSize);
        await foreach (TItem item in items.WithCancellation(cancellationToken))
        {
            batch.Add(item);
            if (batch.Count == batchSize)
            {
                await response.SendItemsAsync(batch, BatchType, cancellationToken);
                batch.Clear();
            }
        }

        // The last batch, which may be empty, ends the stream.
        await response.SendResultAsync(batch, BatchType);
    }
}

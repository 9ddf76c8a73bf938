using MailAdmin.Requests;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration;

/// <summary>Finds the handler of a request by the type of its record.</summary>
internal sealed class RequestTable : IMailAdministration
{
    // A Handle<TResult> or a HandleStream<TItem>.
    private readonly Dictionary<Type, Delegate> handlers = [];

    private delegate Task<TResult> Handle<TResult>(
        IRequest<TResult> request, IProgress<double>? progress, CancellationToken cancellationToken);

    private delegate IAsyncEnumerable<TItem> HandleStream<TItem>(
        IStreamRequest<TItem> request, CancellationToken cancellationToken);

    /// <summary>The records that have a handler.</summary>
    public IReadOnlyCollection<Type> Requests => handlers.Keys;

    public void Add<TRequest, TResult>(IRequestHandler<TRequest, TResult> handler)
        where TRequest : IRequest<TResult> =>
        handlers.Add(typeof(TRequest), (Handle<TResult>)((request, _, cancellationToken) =>
            handler.HandleAsync((TRequest)request, cancellationToken)));

    public void Add<TRequest, TResult>(IReportingHandler<TRequest, TResult> handler)
        where TRequest : IRequest<TResult> =>
        handlers.Add(typeof(TRequest), (Handle<TResult>)((request, progress, cancellationToken) =>
            handler.HandleAsync((TRequest)request, progress, cancellationToken)));

    public void Add<TRequest, TItem>(IStreamHandler<TRequest, TItem> handler)
        where TRequest : IStreamRequest<TItem> =>
        handlers.Add(typeof(TRequest), (HandleStream<TItem>)((request, cancellationToken) =>
            handler.HandleAsync((TRequest)request, cancellationToken)));

    /// <inheritdoc/>
    public Task<TResult> SendAsync<TResult>(
        IRequest<TResult> request, IProgress<double>? progress, CancellationToken cancellationToken) =>
        ((Handle<TResult>)handlers[request.GetType()])(request, progress, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<TItem> StreamAsync<TItem>(
        IStreamRequest<TItem> request, CancellationToken cancellationToken) =>
        ((HandleStream<TItem>)handlers[request.GetType()])(request, cancellationToken);
}

using MailAdmin.Requests;

namespace MailAdmin.Server.Administration.Handling;

/// <summary>Answers one kind of request.</summary>
internal interface IRequestHandler<in TRequest, TResult>
    where TRequest : IRequest<TResult>
{
    /// <summary>
    /// Answers a request. Everything up to the first wait happens before it returns, so that changes are made in the
    /// order in which they were sent.
    /// </summary>
    Task<TResult> HandleAsync(TRequest request, CancellationToken cancellationToken);
}

/// <summary>Answers one kind of request that takes long and reports how far it is.</summary>
internal interface IReportingHandler<in TRequest, TResult>
    where TRequest : IRequest<TResult>
{
    /// <summary>Answers a request, and reports from 0 to 1 how far it is.</summary>
    Task<TResult> HandleAsync(TRequest request, IProgress<double>? progress, CancellationToken cancellationToken);
}

/// <summary>Answers one kind of query with a stream.</summary>
internal interface IStreamHandler<in TRequest, TItem>
    where TRequest : IStreamRequest<TItem>
{
    /// <summary>The results, as they are found.</summary>
    IAsyncEnumerable<TItem> HandleAsync(TRequest request, CancellationToken cancellationToken);
}

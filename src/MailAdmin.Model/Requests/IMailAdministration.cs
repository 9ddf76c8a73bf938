namespace MailAdmin.Requests;

/// <summary>
/// Whoever answers requests for a store: the engine of this process, or a proxy to the process that owns the store; a
/// cmdlet cannot tell. Each request throws <see cref="MailException"/> for what it refuses. Requests may overlap; those
/// that change the directory and wait together share a sync, and are made in the order in which they were sent.
/// </summary>
public interface IMailAdministration
{
    /// <summary>Sends a request.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="progress">Is told how far it is, from 0 to 1, by requests that take long; null: nobody.</param>
    /// <param name="cancellationToken">Stops waiting; the request is given up where it still can be.</param>
    Task<TResult> SendAsync<TResult>(
        IRequest<TResult> request, IProgress<double>? progress, CancellationToken cancellationToken);

    /// <summary>The results of a query, as they are found.</summary>
    IAsyncEnumerable<TItem> StreamAsync<TItem>(IStreamRequest<TItem> request, CancellationToken cancellationToken);
}

/// <summary>Shorter forms of what every <see cref="IMailAdministration"/> can do.</summary>
public static class MailAdministration
{
    /// <summary>Sends a request whose progress nobody follows.</summary>
    public static Task<TResult> SendAsync<TResult>(
        this IMailAdministration administration, IRequest<TResult> request, CancellationToken cancellationToken) =>
        administration.SendAsync(request, progress: null, cancellationToken);
}

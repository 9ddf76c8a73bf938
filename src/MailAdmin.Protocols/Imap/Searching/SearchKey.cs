namespace MailAdmin.Protocols.Imap.Searching;

/// <summary>A criterion of SEARCH. RFC 9051 §6.4.4</summary>
internal abstract class SearchKey
{
    /// <summary>
    /// The cost of evaluating it, so that cheap ones come first: 0 none, 1 the structure, 2 the header, 3 the message.
    /// </summary>
    public abstract int Cost { get; }

    /// <summary>The result if it is known without opening the message, or null.</summary>
    public abstract bool? Evaluate(SearchSubject subject);

    /// <summary>The result, with the message open.</summary>
    public abstract ValueTask<bool> ReadAsync(SearchSubject subject, CancellationToken cancellationToken);
}

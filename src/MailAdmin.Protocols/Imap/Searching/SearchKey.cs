namespace MailAdmin.Protocols.Imap.Searching;

/// <summary>A criterion of SEARCH. RFC 9051 §6.4.4</summary>
internal abstract class SearchKey
{
    /// <summary>What it takes to find out, to ask the cheap ones first: 0 nothing, 1 the structure, 2 the header, 3 the message.</summary>
    public abstract int Cost { get; }

    /// <summary>The answer if it is known without opening the message; null: it is not.</summary>
    public abstract bool? Judge(SearchSubject subject);

    /// <summary>The answer, with the message open.</summary>
    public abstract ValueTask<bool> ReadAsync(SearchSubject subject, CancellationToken cancellationToken);
}

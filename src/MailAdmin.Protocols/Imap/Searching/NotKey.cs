namespace MailAdmin.Protocols.Imap.Searching;

/// <summary>NOT: the message does not fit the criterion.</summary>
internal sealed class NotKey(SearchKey inner) : SearchKey
{
    /// <inheritdoc/>
    public override int Cost => inner.Cost;

    /// <inheritdoc/>
    public override bool? Evaluate(SearchSubject subject) => !inner.Evaluate(subject);

    /// <inheritdoc/>
    public override async ValueTask<bool> ReadAsync(SearchSubject subject, CancellationToken cancellationToken) =>
        !await inner.ReadAsync(subject, cancellationToken);
}

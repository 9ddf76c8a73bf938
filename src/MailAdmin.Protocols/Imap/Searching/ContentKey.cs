namespace MailAdmin.Protocols.Imap.Searching;

/// <summary>A criterion that needs the message.</summary>
internal sealed class ContentKey(
    int cost, Func<SearchSubject, CancellationToken, ValueTask<bool>> condition) : SearchKey
{
    /// <inheritdoc/>
    public override int Cost => cost;

    /// <inheritdoc/>
    public override bool? Evaluate(SearchSubject subject) => null;

    /// <inheritdoc/>
    public override ValueTask<bool> ReadAsync(SearchSubject subject, CancellationToken cancellationToken) =>
        condition(subject, cancellationToken);
}

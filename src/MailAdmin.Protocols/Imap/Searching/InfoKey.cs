namespace MailAdmin.Protocols.Imap.Searching;

/// <summary>A criterion that is decided by what is known of a message without opening it.</summary>
internal sealed class InfoKey(Func<SearchSubject, bool> condition) : SearchKey
{
    /// <inheritdoc/>
    public override int Cost => 0;

    /// <inheritdoc/>
    public override bool? Evaluate(SearchSubject subject) => condition(subject);

    /// <inheritdoc/>
    public override ValueTask<bool> ReadAsync(SearchSubject subject, CancellationToken cancellationToken) =>
        ValueTask.FromResult(condition(subject));
}

namespace MailAdmin.Protocols.Imap.Searching;

/// <summary>
/// Several criteria: all must match, or, for OR, any. The cheap ones are evaluated first, the others only if those do
/// not decide.
/// </summary>
internal sealed class GroupKey : SearchKey
{
    private readonly SearchKey[] keys;
    private readonly bool any;

    public GroupKey(IEnumerable<SearchKey> keys, bool any)
    {
        this.keys = [.. keys.OrderBy(key => key.Cost)];
        this.any = any;
        Cost = this.keys.Length == 0 ? 0 : this.keys[^1].Cost;
    }

    /// <inheritdoc/>
    public override int Cost { get; }

    /// <inheritdoc/>
    public override bool? Evaluate(SearchSubject subject)
    {
        bool? answer = !any;
        foreach (SearchKey key in keys)
        {
            bool? part = key.Evaluate(subject);
            if (part == any)
            {
                return any;
            }

            answer = part is null ? null : answer;
        }

        return answer;
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> ReadAsync(SearchSubject subject, CancellationToken cancellationToken)
    {
        foreach (SearchKey key in keys)
        {
            bool part = key.Evaluate(subject) ?? await key.ReadAsync(subject, cancellationToken);
            if (part == any)
            {
                return any;
            }
        }

        return !any;
    }
}

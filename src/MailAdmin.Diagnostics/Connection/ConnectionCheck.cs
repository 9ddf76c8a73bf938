namespace MailAdmin.Diagnostics.Connection;

/// <summary>
/// A check of one layer, which leaves in the context what later checks need. Exceptions of a connection that breaks or
/// takes too long pass through it; <see cref="ConnectionTest"/> turns them into outcomes.
/// </summary>
internal abstract class ConnectionCheck(MailTestLayer layer)
{
    public MailTestLayer Layer => layer;

    /// <summary>Why the check cannot be made; null when it can.</summary>
    public virtual CheckOutcome? ReasonToSkip(ConnectionContext context) => null;

    public abstract Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken);
}

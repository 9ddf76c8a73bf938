namespace MailAdmin.Diagnostics.Connection;

/// <summary>
/// One link of the chain: looks at one layer and leaves in the context what the links above need. It lets the exceptions
/// of a connection that breaks or takes too long through; the chain turns them into outcomes.
/// </summary>
internal interface IConnectionCheck
{
    /// <summary>The layer that it looks at.</summary>
    MailTestLayer Layer { get; }

    /// <summary>Why it cannot be made; null: it can.</summary>
    CheckOutcome? ReasonToSkip(ConnectionContext context);

    /// <summary>Makes it.</summary>
    Task<CheckOutcome> RunAsync(ConnectionContext context, CancellationToken cancellationToken);
}

namespace MailAdmin.Server.Control;

/// <summary>Takes connections of other processes. Disposing removes what they could find it by.</summary>
internal interface IControlListener : IDisposable
{
    /// <summary>For logs.</summary>
    string EndPoint { get; }

    /// <summary>Waits for the next one.</summary>
    Task<Stream> AcceptAsync(CancellationToken cancellationToken);

    /// <summary>Makes what others find it by again, if somebody has removed it. Returns whether that was so.</summary>
    /// <exception cref="IOException">It cannot be made now.</exception>
    bool Restore();
}

namespace MailAdmin.Protocols.Transport;

/// <summary>Runs one session of a protocol, from the greeting to the end of the connection.</summary>
public interface ISessionHandler
{
    /// <summary>Runs to the end: the client leaves, a limit is reached, or the server stops.</summary>
    /// <param name="context">The connection and what it may use.</param>
    /// <param name="stopping">The server stops: the command that runs is finished, the protocol's closing reply sent
    /// (421, -ERR, BYE), the session ends.</param>
    /// <param name="aborting">The session ends at once.</param>
    Task RunAsync(SessionContext context, CancellationToken stopping, CancellationToken aborting);
}

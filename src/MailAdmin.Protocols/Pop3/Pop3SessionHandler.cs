using MailAdmin.Protocols.Pop3.Session;
using MailAdmin.Protocols.Transport;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Protocols.Pop3;

/// <summary>Runs POP3 sessions (RFC 1939).</summary>
public sealed class Pop3SessionHandler(ILogger<Pop3SessionHandler> logger) : ISessionHandler
{
    /// <inheritdoc/>
    public Task RunAsync(SessionContext context, CancellationToken stopping, CancellationToken aborting) =>
        new Pop3Session(context, logger, Pop3CommandTable.Commands).RunAsync(stopping, aborting);
}

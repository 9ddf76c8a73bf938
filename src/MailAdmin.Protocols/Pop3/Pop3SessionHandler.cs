using MailAdmin.Protocols.Transport;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Protocols.Pop3;

/// <summary>Runs Pop3 sessions.</summary>
public sealed class Pop3SessionHandler(ILogger<Pop3SessionHandler> logger) : ISessionHandler
{
    /// <inheritdoc/>
    public Task RunAsync(SessionContext context, CancellationToken stopping, CancellationToken aborting)
    {
        _ = logger;
        throw new NotImplementedException();
    }
}

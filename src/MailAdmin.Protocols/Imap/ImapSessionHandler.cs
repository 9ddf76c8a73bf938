using MailAdmin.Protocols.Transport;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Protocols.Imap;

/// <summary>Runs Imap sessions.</summary>
public sealed class ImapSessionHandler(ILogger<ImapSessionHandler> logger) : ISessionHandler
{
    /// <inheritdoc/>
    public Task RunAsync(SessionContext context, CancellationToken stopping, CancellationToken aborting)
    {
        _ = logger;
        throw new NotImplementedException();
    }
}

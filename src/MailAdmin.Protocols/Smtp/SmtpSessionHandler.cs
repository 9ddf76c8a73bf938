using MailAdmin.Protocols.Transport;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Protocols.Smtp;

/// <summary>Runs Smtp sessions.</summary>
public sealed class SmtpSessionHandler(ILogger<SmtpSessionHandler> logger) : ISessionHandler
{
    /// <inheritdoc/>
    public Task RunAsync(SessionContext context, CancellationToken stopping, CancellationToken aborting)
    {
        _ = logger;
        throw new NotImplementedException();
    }
}

using MailAdmin.Protocols.Smtp.Session;
using MailAdmin.Protocols.Transport;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Protocols.Smtp;

/// <summary>Runs SMTP sessions, for servers (RFC 5321) and for people (RFC 6409).</summary>
public sealed class SmtpSessionHandler(ILogger<SmtpSessionHandler> logger) : ISessionHandler
{
    /// <inheritdoc/>
    public Task RunAsync(SessionContext context, CancellationToken stopping, CancellationToken aborting) =>
        new SmtpSession(context, logger, SmtpCommandTable.Commands).RunAsync(stopping, aborting);
}

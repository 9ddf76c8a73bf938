using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Transport;
using Microsoft.Extensions.Logging;

namespace MailAdmin.Protocols.Imap;

/// <summary>Runs sessions of IMAP4rev1. RFC 3501</summary>
public sealed class ImapSessionHandler(ILogger<ImapSessionHandler> logger) : ISessionHandler
{
    /// <inheritdoc/>
    public async Task RunAsync(SessionContext context, CancellationToken stopping, CancellationToken aborting)
    {
        using var session = new ImapSession(context, logger, ImapCommandTable.Commands);
        await session.RunAsync(stopping, aborting);
    }
}

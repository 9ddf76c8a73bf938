using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>NOOP: gives the session an opportunity to report changes. RFC 9051 §6.1.2</summary>
internal static class NoopCommand
{
    public static ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ImapStatus.Ok("NOOP completed"));
}

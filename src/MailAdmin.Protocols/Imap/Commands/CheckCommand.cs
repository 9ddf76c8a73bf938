using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>CHECK: as NOOP, since everything that was answered is stored already. RFC 3501 §6.4.1</summary>
internal static class CheckCommand
{
    public static ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ImapStatus.Ok("CHECK completed"));
}

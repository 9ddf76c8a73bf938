using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>UNSELECT: closes the mailbox and expunges nothing. RFC 3691 §2, RFC 9051 §6.4.2</summary>
internal static class UnselectCommand
{
    public static ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        session.Select(null);
        return ValueTask.FromResult(ImapStatus.Ok("UNSELECT completed"));
    }
}

using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>COPY and UID COPY: copy messages into a mailbox, all or none. RFC 9051 §6.4.7, RFC 4315 §3</summary>
internal static class CopyCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        ImapStatus noMessage = ImapStatus.Ok("No message to copy");
        (CopyOutcome? outcome, ImapStatus status) = await MessageTransfer.RunAsync(
            session, arguments, session.Mailboxes.CopyAsync, noMessage, cancellationToken);
        return outcome is { Pairs.Count: > 0 } ? ImapStatus.Ok(CopyUid.Format(outcome), "COPY completed") : status;
    }
}

using MailAdmin.Contracts;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>MOVE and UID MOVE: move messages into a mailbox in one step. RFC 6851 §3, RFC 9051 §6.4.8</summary>
internal static class MoveCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        ImapStatus noMessage = ImapStatus.Ok("No message to move");
        (CopyOutcome? outcome, ImapStatus status) = await MessageTransfer.RunAsync(
            session, arguments, session.Mailboxes.MoveAsync, noMessage, cancellationToken);
        if (outcome is null)
        {
            return status;
        }

        if (outcome.Pairs.Count > 0)
        {
            // The client must learn the new UIDs before the EXPUNGE of the old ones. RFC 6851 §4.3
            session.Responses.Write($"* OK [{CopyUid.Format(outcome)}] Moved\r\n");
        }

        return ImapStatus.Ok("MOVE completed");
    }
}

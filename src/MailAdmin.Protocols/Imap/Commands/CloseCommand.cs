using MailAdmin.Protocols.Imap.Selection;
using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>
/// CLOSE: expunges what is marked as deleted, without reporting it, and closes the mailbox. RFC 9051 §6.4.1
/// </summary>
internal static class CloseCommand
{
    public static async ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        SelectedMailbox selected = session.Selected!;
        if (!selected.IsReadOnly)
        {
            await ExpungeCommand.ExpungeAsync(session, selected, null, cancellationToken);
        }

        session.Select(null);
        return ImapStatus.Ok("CLOSE completed");
    }
}

using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>
/// EXAMINE: opens a mailbox for reading; nothing in it changes, not even what is recent. RFC 9051 §6.3.3
/// </summary>
internal static class ExamineCommand
{
    public static ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken) =>
        SelectCommand.ExecuteAsync(session, arguments, isReadOnly: true, cancellationToken);
}

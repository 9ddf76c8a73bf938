using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Session;

/// <summary>
/// Does a command and returns its final status, which the session writes. Untagged data goes to the session's
/// responses.
/// </summary>
internal delegate ValueTask<ImapStatus> ImapCommandHandler(
    ImapSession session, ImapArguments arguments, CancellationToken cancellationToken);

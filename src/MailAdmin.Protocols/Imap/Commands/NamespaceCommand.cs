using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>NAMESPACE: all mailboxes are the account's own. RFC 9051 §6.3.10, RFC 2342 §5</summary>
internal static class NamespaceCommand
{
    public static ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        session.Responses.Write("* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n"u8);
        return ValueTask.FromResult(ImapStatus.Ok("NAMESPACE completed"));
    }
}

using MailAdmin.Protocols.Imap.Session;
using MailAdmin.Protocols.Imap.Wire;

namespace MailAdmin.Protocols.Imap.Commands;

/// <summary>LOGOUT: ends the session. RFC 9051 §6.1.3</summary>
internal static class LogoutCommand
{
    public static ValueTask<ImapStatus> ExecuteAsync(
        ImapSession session, ImapArguments arguments, CancellationToken cancellationToken)
    {
        // Only here BYE comes before the final answer.
        session.Responses.Write("* BYE Logging out\r\n"u8);
        session.Select(null);
        session.End(null);
        return ValueTask.FromResult(ImapStatus.Ok("LOGOUT completed"));
    }
}
